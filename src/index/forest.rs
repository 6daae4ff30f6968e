//! Groups that grow by joining (union-find), where some members may never meet.

/// Members `0..n`, each in one group.
#[derive(Clone, Debug)]
pub(super) struct Forest {
    parent: Vec<usize>,
    pinned: Vec<bool>,
}

impl Forest {
    /// Every member in a group of its own.
    pub(super) fn new(members: usize) -> Self {
        Self { parent: (0..members).collect(), pinned: vec![false; members] }
    }

    /// Marks a member's group: two marked groups never become one.
    pub(super) fn pin(&mut self, member: usize) {
        let root = self.root(member);
        self.pinned[root] = true;
    }

    /// Whether a group, given by its root, is marked.
    pub(super) fn is_pinned(&self, root: usize) -> bool {
        self.pinned[root]
    }

    /// The member that stands for the group: its smallest, so that the answer does not depend on the order of joins.
    pub(super) fn root(&mut self, member: usize) -> usize {
        let mut root = member;
        while self.parent[root] != root {
            self.parent[root] = self.parent[self.parent[root]];
            root = self.parent[root];
        }
        root
    }

    /// Makes one group of two, unless both are marked. Whether they are one now.
    pub(super) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return true;
        }
        if self.pinned[a] && self.pinned[b] {
            return false;
        }
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
        self.pinned[low] |= self.pinned[high];
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_member_stands_for_a_group() {
        let mut forest = Forest::new(5);
        assert!(forest.join(4, 2) && forest.join(2, 3));
        assert_eq!((0..5).map(|member| forest.root(member)).collect::<Vec<_>>(), [0, 1, 2, 2, 2]);
    }

    #[test]
    fn marked_groups_never_meet() {
        let mut forest = Forest::new(4);
        forest.pin(0);
        forest.pin(1);
        assert!(forest.join(0, 2) && forest.join(1, 3));
        assert!(!forest.join(2, 3));
        assert_ne!(forest.root(2), forest.root(3));
    }
}
