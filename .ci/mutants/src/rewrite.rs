//! Rewrites every mutable spot of a file to a choice by number, in place, without moving a line.
use std::{collections::HashSet, ops::Range};

use crate::list::{Key, Mutant};
use syn::{
    spanned::Spanned,
    visit::{self, Visit},
    *,
};

struct Edit {
    pos: usize,
    end: usize,
    text: String,
    class: u8,
    len: usize,
    seq: usize,
}

struct V<'s> {
    file: String,
    src: &'s str,
    edits: Vec<Edit>,
    next: &'s mut u32,
    skip: &'s HashSet<Key>,
    log: &'s mut Vec<Mutant>,
    seq: usize,
}

fn r(s: &impl Spanned) -> Range<usize> {
    s.span().byte_range()
}
const ON: &str = "crate::mutant::on";

impl V<'_> {
    fn text(&self, at: Range<usize>) -> String {
        let t: String = self.src[at].split_whitespace().collect::<Vec<_>>().join(" ");
        if t.chars().count() > 90 { t.chars().take(87).collect::<String>() + "..." } else { t }
    }
    /// A new id; None where it is skipped.
    fn id(&mut self, at: Range<usize>, to: impl Into<String>) -> Option<u32> {
        let id = *self.next;
        *self.next += 1;
        let line = self.src[..at.start].matches('\n').count() + 1;
        let mut key = Key { file: self.file.clone(), was: self.text(at), is: to.into(), nth: 0 };
        key.nth = self.log.iter().filter(|one| one.key.is_like(&key)).count();
        let skipped = self.skip.contains(&key);
        self.log.push(Mutant { id, line, key, skipped });
        (!skipped).then_some(id)
    }
    fn wrap(&mut self, at: Range<usize>, pre: impl Into<String>, post: impl Into<String>) {
        let len = at.len();
        let seq = self.seq;
        self.seq += 1;
        self.edits.push(Edit { pos: at.start, end: at.start, text: pre.into(), class: 1, len, seq });
        self.edits.push(Edit { pos: at.end, end: at.end, text: post.into(), class: 0, len, seq });
    }
    fn replace(&mut self, at: Range<usize>, text: impl Into<String>) {
        let seq = self.seq;
        self.seq += 1;
        self.edits.push(Edit { pos: at.start, end: at.end, text: text.into(), class: 2, len: 0, seq });
    }
    fn xor(&mut self, at: Range<usize>, to: &str) {
        if let Some(id) = self.id(at.clone(), to) {
            self.wrap(at, "((", format!(") ^ {ON}({id}))"));
        }
    }
    /// A condition made true.
    fn make_true(&mut self, at: Range<usize>) {
        if let Some(id) = self.id(at.clone(), "=> true") {
            self.wrap(at, "((", format!(") | {ON}({id}))"));
        }
    }
    fn make_false(&mut self, at: Range<usize>) {
        if let Some(id) = self.id(at.clone(), "=> false") {
            self.wrap(at, "((", format!(") & !{ON}({id}))"));
        }
    }
    fn drop_unit(&mut self, at: Range<usize>) {
        if let Some(id) = self.id(at.clone(), "left out") {
            self.wrap(at, format!("(if !{ON}({id}) {{ "), " })");
        }
    }
    fn closure_body(&mut self, e: &Expr, f: impl Fn(&mut Self, Range<usize>)) {
        if let Expr::Closure(c) = e {
            f(self, r(&*c.body));
        }
    }
    fn finish(mut self) -> String {
        self.edits.sort_by(|a, b| {
            a.pos.cmp(&b.pos).then(a.class.cmp(&b.class)).then_with(|| match a.class {
                0 => a.len.cmp(&b.len).then(b.seq.cmp(&a.seq)),
                1 => b.len.cmp(&a.len).then(a.seq.cmp(&b.seq)),
                _ => a.seq.cmp(&b.seq),
            })
        });
        let (mut out, mut at) = (String::new(), 0);
        for e in &self.edits {
            assert!(e.pos >= at, "{}: overlap at {}", self.file, e.pos);
            out.push_str(&self.src[at..e.pos]);
            out.push_str(&e.text);
            at = e.end;
        }
        out.push_str(&self.src[at..]);
        out
    }
    fn method(&mut self, e: &ExprMethodCall) {
        let all = r(e);
        let recv = r(&*e.receiver);
        let name = e.method.to_string();
        let dot = e.dot_token.span().byte_range().start;
        let args: Vec<&Expr> = e.args.iter().collect();
        let open = e.paren_token.span.open().byte_range();
        match (name.as_str(), args.len()) {
            ("min" | "max" | "min_by_key" | "max_by_key", n) => {
                let other = if name.starts_with("min") {
                    name.replacen("min", "max", 1)
                } else {
                    name.replacen("max", "min", 1)
                };
                if let Some(id) = self.id(all.clone(), format!(".{other}")) {
                    let f = if n == 0 { format!("i{name}") } else { name };
                    self.wrap(all, format!("crate::mutant::{f}({id}, "), "");
                    self.replace(dot..open.end, if n == 0 { "" } else { ", " });
                }
            }
            ("first" | "last", 0) => {
                let other = if name == "first" { "last" } else { "first" };
                if let Some(id) = self.id(all.clone(), format!(".{other}()")) {
                    self.wrap(recv, "(match &(", ")");
                    self.replace(
                        dot..all.end,
                        format!(" {{ r => if {ON}({id}) {{ r.{other}() }} else {{ r.{name}() }} }})"),
                    );
                }
            }
            ("any" | "all" | "is_some_and" | "is_none_or", 1) => {
                let other = match name.as_str() {
                    "any" => "all",
                    "all" => "any",
                    "is_some_and" => "is_none_or",
                    _ => "is_some_and",
                };
                if let Some(id) = self.id(all.clone(), format!(".{other}(..)")) {
                    self.wrap(all, "((", format!(") ^ {ON}({id}))"));
                    match args[0] {
                        Expr::Closure(c) => self.wrap(r(&*c.body), "((", format!(") ^ {ON}({id}))")),
                        f => self.wrap(r(f), "|x| (", format!(")(x) ^ {ON}({id})")),
                    }
                }
            }
            ("is_some" | "is_none" | "is_empty" | "is_ok" | "is_err", 0)
            | ("contains" | "is_at_least" | "cut", 1)
                if name != "cut" =>
            {
                self.xor(all, "negated");
            }
            ("saturating_add" | "saturating_sub" | "checked_add" | "checked_sub", 1) => {
                let other = if name.ends_with("add") {
                    name.replace("add", "sub")
                } else {
                    name.replace("sub", "add")
                };
                if let Some(id) = self.id(all.clone(), format!(".{other}(..)")) {
                    self.wrap(recv, "(match ((", ")");
                    self.replace(dot..open.end, ", (");
                    let close = e.paren_token.span.close().byte_range();
                    self.replace(
                        close,
                        format!(
                            ")) {{ (r, a) => if {ON}({id}) {{ r.{other}(a) }} else {{ r.{name}(a) }} }})"
                        ),
                    );
                }
                if !matches!(args[0], Expr::Lit(_))
                    && let Some(id) = self.id(all, format!(".{name}(0)"))
                {
                    self.wrap(r(args[0]), format!("crate::mutant::zero({id}, "), ")");
                }
            }
            ("saturating_mul", 1) => {
                if let Some(id) = self.id(all, ".saturating_mul(1)") {
                    self.wrap(r(args[0]), format!("crate::mutant::one({id}, "), ")");
                }
            }
            ("saturating_neg", 0) => {
                if let Some(id) = self.id(all.clone(), "not negated") {
                    self.wrap(recv, "(match (", ")");
                    self.replace(
                        dot..all.end,
                        format!(" {{ r => if {ON}({id}) {{ r }} else {{ r.saturating_neg() }} }})"),
                    );
                }
            }
            ("rev", 0) => {
                if let Some(id) = self.id(all.clone(), ".rev() dropped") {
                    self.wrap(recv, format!("crate::mutant::rev({id}, "), ")");
                    self.replace(dot..all.end, "");
                }
            }
            ("take", 1) => {
                if let Some(id) = self.id(all, ".take(all)") {
                    self.wrap(r(args[0]), format!("(if {ON}({id}) {{ usize::MAX }} else {{ "), " })");
                }
            }
            ("skip", 1) => {
                if let Some(id) = self.id(all, ".skip(0)") {
                    self.wrap(r(args[0]), format!("(if {ON}({id}) {{ 0 }} else {{ "), " })");
                }
            }
            ("filter" | "take_while" | "retain" | "find" | "position", 1) => {
                if matches!(args[0], Expr::Closure(_)) {
                    self.closure_body(args[0], |v, at| v.make_true(at));
                } else if let Some(id) = self.id(all, "its test => true") {
                    self.wrap(r(args[0]), "|x| (", format!(")(x) | {ON}({id})"));
                }
            }
            ("skip_while", 1) => self.closure_body(args[0], |v, at| v.make_false(at)),
            ("chain", 1) => {
                if let Some(id) = self.id(all, ".chain(nothing)") {
                    self.wrap(r(args[0]), format!("crate::mutant::keep({id}, "), ")");
                }
            }
            ("or", 1) => {
                if let Some(id) = self.id(all, ".or(None)") {
                    self.wrap(r(args[0]), format!("(if {ON}({id}) {{ None }} else {{ "), " })");
                }
            }
            ("then" | "then_some", 1) => {
                self.make_true(recv.clone());
                self.make_false(recv);
            }
            _ => {}
        }
    }
    fn binary(&mut self, e: &ExprBinary) {
        let all = r(e);
        let (a, b, op) = (r(&*e.left), r(&*e.right), r(&e.op));
        match e.op {
            BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                let (f, near) = match e.op {
                    BinOp::Lt(_) => ("lt", "<="),
                    BinOp::Le(_) => ("le", "<"),
                    BinOp::Gt(_) => ("gt", ">="),
                    _ => ("ge", ">"),
                };
                self.xor(all.clone(), "negated");
                if let Some(id) = self.id(all.clone(), format!("=> {near}")) {
                    self.wrap(all, format!("crate::mutant::{f}({id}, "), ")");
                    self.wrap(a, "&(", ")");
                    self.replace(op, ",");
                    self.wrap(b, "&(", ")");
                }
            }
            BinOp::Eq(_) | BinOp::Ne(_) => self.xor(all, "negated"),
            BinOp::And(_) | BinOp::Or(_) => {
                let and = matches!(e.op, BinOp::And(_));
                if !has_let(&Expr::Binary(e.clone()))
                    && let Some(id) = self.id(all.clone(), if and { "=> ||" } else { "=> &&" })
                {
                    self.wrap(all, "({ let l = ", format!(" }} {} }})", if and { "else { l }" } else { "" }));
                    if and {
                        self.replace(op, format!("; if l != {ON}({id}) {{"));
                    } else {
                        self.replace(op, format!("; if l != {ON}({id}) {{ l }} else {{"));
                    }
                }
                for side in [&*e.left, &*e.right] {
                    let same = matches!(side, Expr::Binary(x) if matches!((x.op, e.op), (BinOp::And(_), BinOp::And(_)) | (BinOp::Or(_), BinOp::Or(_))));
                    if !same && !matches!(side, Expr::Let(_)) {
                        if and { self.make_true(r(side)) } else { self.make_false(r(side)) }
                    }
                }
            }
            BinOp::Add(_)
            | BinOp::Sub(_)
            | BinOp::Mul(_)
            | BinOp::Div(_)
            | BinOp::Rem(_)
            | BinOp::BitXor(_)
            | BinOp::Shl(_)
            | BinOp::Shr(_) => {
                let (f, to) = match e.op {
                    BinOp::Add(_) => ("add", "-"),
                    BinOp::Sub(_) => ("sub", "+"),
                    BinOp::Mul(_) => ("mul", "first only"),
                    BinOp::Div(_) => ("div", "first only"),
                    BinOp::Rem(_) => ("rem", "first only"),
                    BinOp::BitXor(_) => ("xor", "|"),
                    BinOp::Shl(_) => ("shl", ">>"),
                    _ => ("shr", "<<"),
                };
                if let Some(id) = self.id(all.clone(), format!("=> {to}")) {
                    self.wrap(all, format!("crate::mutant::{f}({id}, "), ")");
                    self.replace(op, ",");
                }
            }
            BinOp::BitAnd(_) | BinOp::BitOr(_) => {
                let and = matches!(e.op, BinOp::BitAnd(_));
                let one = self.id(all.clone(), if and { "=> |" } else { "=> &" });
                let two = self.id(all.clone(), "=> its first only");
                if one.is_some() || two.is_some() {
                    let f = if and { "bitand" } else { "bitor" };
                    let one = one.unwrap_or(u32::MAX - 1);
                    self.wrap(
                        all,
                        two.map_or_else(
                            || format!("crate::mutant::{f}1({one}, "),
                            |two| format!("crate::mutant::{f}({one}, {two}, "),
                        ),
                        ")",
                    );
                    self.replace(op, ",");
                }
            }
            _ => {}
        }
    }
    fn tail(&mut self, output: &ReturnType, block: &Block) {
        if let ReturnType::Type(_, ty) = output
            && self.src[r(&**ty)].trim() == "bool"
            && let Some(Stmt::Expr(e, None)) = block.stmts.last()
            && matches!(e, Expr::Path(_) | Expr::Call(_) | Expr::MethodCall(_) | Expr::Field(_))
        {
            if let Expr::MethodCall(m) = e
                && ["any", "all", "is_some_and", "is_none_or", "is_some", "is_none", "is_empty", "contains"]
                    .contains(&m.method.to_string().as_str())
            {
                return;
            }
            self.xor(r(e), "negated");
        }
    }
}

fn has_let(e: &Expr) -> bool {
    match e {
        Expr::Let(_) => true,
        Expr::Binary(b) if matches!(b.op, BinOp::And(_)) => has_let(&b.left) || has_let(&b.right),
        _ => false,
    }
}
fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|a| {
        a.path().is_ident("cfg") && matches!(&a.meta, Meta::List(l) if l.tokens.to_string().contains("test"))
    })
}

impl<'a> Visit<'a> for V<'_> {
    fn visit_item_mod(&mut self, i: &'a ItemMod) {
        if !is_test(&i.attrs) {
            visit::visit_item_mod(self, i)
        }
    }
    fn visit_item_const(&mut self, _: &'a ItemConst) {}
    fn visit_item_static(&mut self, _: &'a ItemStatic) {}
    fn visit_impl_item_const(&mut self, _: &'a ImplItemConst) {}
    fn visit_item_enum(&mut self, _: &'a ItemEnum) {}
    fn visit_type(&mut self, _: &'a Type) {}
    fn visit_pat(&mut self, _: &'a Pat) {}
    fn visit_attribute(&mut self, _: &'a Attribute) {}
    fn visit_generic_argument(&mut self, _: &'a GenericArgument) {}
    fn visit_item_fn(&mut self, i: &'a ItemFn) {
        if let Some(c) = &i.sig.constness {
            self.replace(r(c), "");
        }
        self.tail(&i.sig.output, &i.block);
        visit::visit_block(self, &i.block);
    }
    fn visit_impl_item_fn(&mut self, i: &'a ImplItemFn) {
        if let Some(c) = &i.sig.constness {
            self.replace(r(c), "");
        }
        self.tail(&i.sig.output, &i.block);
        visit::visit_block(self, &i.block);
    }
    fn visit_local(&mut self, l: &'a Local) {
        if let Some(init) = &l.init {
            self.visit_expr(&init.expr);
            if let Some((_, e)) = &init.diverge
                && let Expr::Block(b) = &**e
            {
                for s in &b.block.stmts {
                    if let Stmt::Expr(e, _) = s { visit::visit_expr(self, e) } else { self.visit_stmt(s) }
                }
            }
        }
    }
    fn visit_stmt(&mut self, s: &'a Stmt) {
        if let Stmt::Expr(e, semi) = s {
            let out = match e {
                Expr::MethodCall(_) | Expr::Call(_) | Expr::Continue(_) | Expr::Return(_) => semi.is_some(),
                Expr::Break(b) => semi.is_some() && b.expr.is_none(),
                Expr::ForLoop(_) => true,
                Expr::Match(_) | Expr::While(_) => semi.is_some(),
                _ => false,
            };
            if out {
                let at = r(s);
                if let Some(id) = self.id(at.clone(), "left out") {
                    self.wrap(at, format!("if !{ON}({id}) {{ "), " }");
                }
            }
        }
        if let Stmt::Macro(m) = s
            && m.mac.path.is_ident("matches")
        {
            self.xor(r(&m.mac), "negated");
        }
        visit::visit_stmt(self, s);
    }
    fn visit_arm(&mut self, a: &'a Arm) {
        if let Some((_, g)) = &a.guard
            && !has_let(g)
        {
            self.make_true(r(&**g));
            self.make_false(r(&**g));
        }
        if let Expr::MethodCall(m) = &*a.body
            && ["push", "insert", "extend", "cut"].contains(&m.method.to_string().as_str())
        {
            self.drop_unit(r(&*a.body));
        }
        visit::visit_arm(self, a);
    }
    fn visit_expr(&mut self, e: &'a Expr) {
        match e {
            Expr::Assign(a) => {
                self.drop_unit(r(e));
                self.visit_expr(&a.right);
                return;
            }
            Expr::Binary(b)
                if matches!(
                    b.op,
                    BinOp::AddAssign(_)
                        | BinOp::SubAssign(_)
                        | BinOp::BitAndAssign(_)
                        | BinOp::BitOrAssign(_)
                        | BinOp::BitXorAssign(_)
                        | BinOp::ShlAssign(_)
                        | BinOp::ShrAssign(_)
                        | BinOp::MulAssign(_)
                        | BinOp::DivAssign(_)
                ) =>
            {
                self.drop_unit(r(e));
                self.visit_expr(&b.right);
                return;
            }
            Expr::Binary(b) => self.binary(b),
            Expr::Unary(u) => {
                let f = match u.op {
                    UnOp::Not(_) => "not",
                    UnOp::Neg(_) => "neg",
                    _ => "",
                };
                if !f.is_empty()
                    && let Some(id) = self.id(r(e), "without its sign")
                {
                    self.wrap(r(e), format!("crate::mutant::{f}({id}, "), ")");
                    self.replace(r(&u.op), "");
                }
            }
            Expr::Lit(l) => match &l.lit {
                Lit::Bool(_) => self.xor(r(e), "the other"),
                Lit::Int(_) => {
                    if let Some(id) = self.id(r(e), "+ 1") {
                        self.wrap(r(e), format!("crate::mutant::lit({id}, "), ")");
                    }
                }
                _ => {}
            },
            Expr::Path(p) => {
                let t: String = self.src[r(p)].split_whitespace().collect();
                let other = match t.as_str() {
                    "Side::First" => "Side::Second",
                    "Side::Second" => "Side::First",
                    "View::Usual" => "View::Least",
                    "View::Least" => "View::Usual",
                    "Truth::True" => "Truth::Open",
                    "Truth::False" => "Truth::Open",
                    "Truth::Open" => "Truth::True",
                    _ => "",
                };
                if !other.is_empty()
                    && let Some(id) = self.id(r(e), other)
                {
                    self.wrap(r(e), format!("(if {ON}({id}) {{ {other} }} else {{ "), " })");
                }
            }
            Expr::MethodCall(m) => self.method(m),
            Expr::Call(c) => {
                if let Expr::Path(p) = &*c.func
                    && p.path.is_ident("Some")
                    && let Some(id) = self.id(r(e), "None")
                {
                    self.wrap(r(e), "", format!(".filter(|_| !{ON}({id}))"));
                }
            }
            Expr::If(i) => {
                if has_let(&i.cond) {
                    if let Some(id) = self.id(r(&*i.cond), "=> false") {
                        self.wrap(r(&*i.cond), "", format!(" && !{ON}({id})"));
                    }
                } else {
                    self.make_true(r(&*i.cond));
                    self.make_false(r(&*i.cond));
                }
            }
            Expr::While(w) => {
                if has_let(&w.cond) {
                    if let Some(id) = self.id(r(&*w.cond), "=> false") {
                        self.wrap(r(&*w.cond), "", format!(" && !{ON}({id})"));
                    }
                } else {
                    self.make_false(r(&*w.cond));
                }
            }
            Expr::Range(g) => {
                if let Some(s) = &g.start
                    && !matches!(&**s, Expr::Lit(_))
                    && let Some(id) = self.id(r(e), "start + 1")
                {
                    self.wrap(r(&**s), format!("crate::mutant::lit({id}, "), ")");
                }
                if let Some(s) = &g.end
                    && !matches!(&**s, Expr::Lit(_))
                {
                    let closed = matches!(g.limits, RangeLimits::Closed(_));
                    if let Some(id) = self.id(r(e), if closed { "end - 1" } else { "end + 1" }) {
                        self.wrap(
                            r(&**s),
                            format!("crate::mutant::{}({id}, ", if closed { "dec" } else { "lit" }),
                            ")",
                        );
                    }
                }
            }
            Expr::Macro(m) => {
                if m.mac.path.is_ident("matches") {
                    self.xor(r(e), "negated");
                }
                if m.mac.path.is_ident("vec")
                    && let Ok(list) =
                        m.mac.parse_body_with(punctuated::Punctuated::<Expr, Token![,]>::parse_terminated)
                {
                    for x in &list {
                        Visit::visit_expr(self, x);
                    }
                }
                return;
            }
            Expr::Repeat(x) => {
                self.visit_expr(&x.expr);
                return;
            }
            Expr::Const(_) => return,
            _ => {}
        }
        visit::visit_expr(self, e);
    }
}

/// Rewrites one source; what is found is appended to `log`, what `skip` names is numbered and left alone.
pub fn rewrite(
    file: &str,
    src: &str,
    next: &mut u32,
    skip: &HashSet<Key>,
    log: &mut Vec<Mutant>,
) -> Result<String> {
    let tree = syn::parse_file(src)?;
    let mut v = V { file: file.to_owned(), src, edits: vec![], next, skip, log, seq: 0 };
    v.visit_file(&tree);
    Ok(v.finish())
}
