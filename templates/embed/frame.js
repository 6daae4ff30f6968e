(function(w,d){
var r=d.documentElement,t=/[?&]theme=(dark|auto|light)(&|$)/.exec(w.location.search);
if(t)r.setAttribute('data-theme',t[1]);
if(w.parent===w)return;
function tell(){w.parent.postMessage({type:'dateline:height',height:Math.ceil(r.getBoundingClientRect().height)},'*')}
w.addEventListener('load',tell);
w.addEventListener('beforeprint',tell);
if(w.ResizeObserver)new w.ResizeObserver(tell).observe(r);else w.addEventListener('resize',tell);
})(window,document);
