//! XML-RPC, with values as JSON has them: a call goes out, a value or a fault comes in.

use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::Event;
use serde_json::{Map, Value};

use super::Said;

/// How deep values may lie in each other.
const DEPTH: usize = 32;

/// A call as it is sent.
pub(super) fn call(method: &str, parameters: &Value) -> String {
    let mut out = format!("<?xml version=\"1.0\"?>\n<methodCall><methodName>{method}</methodName><params>");
    for parameter in parameters.as_array().map(Vec::as_slice).unwrap_or_default() {
        out.push_str("<param>");
        write(parameter, &mut out);
        out.push_str("</param>");
    }
    out.push_str("</params></methodCall>\n");
    out
}

fn write(value: &Value, out: &mut String) {
    out.push_str("<value>");
    match value {
        Value::Null => out.push_str("<string></string>"),
        Value::Bool(yes) => out.push_str(if *yes { "<boolean>1</boolean>" } else { "<boolean>0</boolean>" }),
        Value::Number(number) => out.push_str(&format!("<int>{number}</int>")),
        Value::String(text) => {
            // XML has no place for other signs of control, nor has a wiki.
            let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            out.push_str(&format!("<string>{}</string>", escape(clean.as_str())));
        }
        Value::Array(values) => {
            out.push_str("<array><data>");
            values.iter().for_each(|value| write(value, out));
            out.push_str("</data></array>");
        }
        Value::Object(members) => {
            out.push_str("<struct>");
            for (name, value) in members {
                out.push_str(&format!("<member><name>{}</name>", escape(name.as_str())));
                write(value, out);
                out.push_str("</member>");
            }
            out.push_str("</struct>");
        }
    }
    out.push_str("</value>");
}

/// What an answer says; `None` where it is none.
pub(super) fn said(body: &[u8]) -> Option<Said> {
    let text = std::str::from_utf8(body).ok()?;
    let mut parser = Parser { reader: Reader::from_str(text.trim_start()) };
    loop {
        match parser.step()? {
            Piece::Open(name) if name == "fault" => {
                let fault = parser.value_inside("fault")?;
                let told = fault["faultString"].as_str().unwrap_or_default().to_owned();
                return Some(Err((fault["faultCode"].as_i64()?, told)));
            }
            Piece::Open(name) if name == "param" => return parser.value_inside("param").map(Ok),
            Piece::End => return None,
            _ => {}
        }
    }
}

/// A piece of XML.
enum Piece {
    Open(String),
    Close(String),
    Text(String),
    End,
}

struct Parser<'a> {
    reader: Reader<&'a [u8]>,
}

impl Parser<'_> {
    /// The next piece; `None` where it is no XML.
    fn step(&mut self) -> Option<Piece> {
        let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        loop {
            return Some(match self.reader.read_event().ok()? {
                Event::Start(element) => Piece::Open(name(element.name().as_ref())),
                Event::End(element) => Piece::Close(name(element.name().as_ref())),
                Event::Text(text) => Piece::Text(text.decode().ok()?.into_owned()),
                Event::CData(text) => Piece::Text(text.decode().ok()?.into_owned()),
                Event::GeneralRef(name) => Piece::Text(match name.resolve_char_ref().ok()? {
                    Some(c) => c.to_string(),
                    None => resolve_predefined_entity(&name.decode().ok()?)?.to_owned(),
                }),
                Event::Eof => Piece::End,
                // An element without content: an empty text, or an empty list.
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            });
        }
    }

    /// The value in an element that was just opened.
    fn value_inside(&mut self, parent: &str) -> Option<Value> {
        loop {
            match self.step()? {
                Piece::Open(name) if name == "value" => return self.value(0),
                Piece::Close(name) if name == parent => return None,
                Piece::End => return None,
                _ => {}
            }
        }
    }

    /// A value whose element was just opened; reads to its end.
    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        // Without a type it is text.
        let mut bare = String::new();
        let mut typed = None;
        loop {
            match self.step()? {
                Piece::Text(text) => bare.push_str(&text),
                Piece::Open(name) => typed = Some(self.typed(&name, depth)?),
                Piece::Close(name) if name == "value" => return Some(typed.unwrap_or(Value::String(bare))),
                Piece::Close(_) => {}
                Piece::End => return None,
            }
        }
    }

    fn typed(&mut self, kind: &str, depth: usize) -> Option<Value> {
        match kind {
            "array" => self.values(depth),
            "struct" => self.members(depth),
            kind => {
                let text = self.text(kind)?;
                Some(match kind {
                    "int" | "i4" | "i8" => Value::from(text.trim().parse::<i64>().ok()?),
                    "boolean" => Value::Bool(text.trim() == "1"),
                    _ => Value::String(text),
                })
            }
        }
    }

    fn text(&mut self, parent: &str) -> Option<String> {
        let mut out = String::new();
        loop {
            match self.step()? {
                Piece::Text(text) => out.push_str(&text),
                Piece::Close(name) if name == parent => return Some(out),
                Piece::Open(_) | Piece::Close(_) | Piece::End => return None,
            }
        }
    }

    fn values(&mut self, depth: usize) -> Option<Value> {
        let mut values = Vec::new();
        loop {
            match self.step()? {
                Piece::Open(name) if name == "value" => values.push(self.value(depth + 1)?),
                Piece::Close(name) if name == "array" => return Some(Value::Array(values)),
                Piece::End => return None,
                _ => {}
            }
        }
    }

    fn members(&mut self, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let mut name = String::new();
        loop {
            match self.step()? {
                Piece::Open(kind) if kind == "name" => name = self.text("name")?,
                Piece::Open(kind) if kind == "value" => {
                    members.insert(std::mem::take(&mut name), self.value(depth + 1)?);
                }
                Piece::Close(kind) if kind == "struct" => return Some(Value::Object(members)),
                Piece::End => return None,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let value =
            json!([{ "id": "a:b", "text": "x < y & \"z\"\n  ]]> ü", "n": 7, "yes": true, "list": [1, "two", []] }]);
        let mut text = "<methodResponse><params><param>".to_owned();
        write(&value, &mut text);
        text.push_str("</param></params></methodResponse>");
        assert_eq!(said(text.as_bytes()), Some(Ok(value)));
    }

    #[test]
    fn answers_of_wikis_are_read() {
        let fault = "<?xml version=\"1.0\"?>\n<methodResponse>\n  <fault>\n    <value>\n      <struct>\n        <member><name>faultCode</name>\
            <value><int>121</int></value></member>\n<member><name>faultString</name><value><string>no &#8220;page&#8221;</string></value></member></struct></value></fault></methodResponse>";
        assert_eq!(said(fault.as_bytes()), Some(Err((121, "no “page”".to_owned()))));
        let bare = "<methodResponse><params><param><value>plain</value></param></params></methodResponse>";
        assert_eq!(said(bare.as_bytes()), Some(Ok(json!("plain"))));
        let empty = "<methodResponse><params><param><value><string/></value></param></params></methodResponse>";
        assert_eq!(said(empty.as_bytes()), Some(Ok(json!(""))));
        let none = "<methodResponse><params><param><value><array><data></data></array></value></param></params></methodResponse>";
        assert_eq!(said(none.as_bytes()), Some(Ok(json!([]))));
    }

    #[test]
    fn what_is_no_answer_is_none() {
        let deep = format!("<methodResponse><params><param>{}", "<value><array><data>".repeat(5000));
        for text in
            ["", "<html><body>A page</body></html>", "<methodResponse><params><param><value><int>x</int>", "{}", &deep]
        {
            assert_eq!(said(text.as_bytes()), None, "{}", text.get(..40).unwrap_or(text));
        }
    }
}
