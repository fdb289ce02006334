//! What went wrong: one status for the program, and what, where and how to mend it for a person.

use crate::ffi::layout::Layout;
use crate::word::vocabulary;

vocabulary! {
    /// What a function answers, as a number below 0 for what went wrong: minus this code.
    pub enum Status {
        /// It worked.
        Ok = 0, "ok", "正常";
        /// A pointer is null where something must be.
        Null = 1, "null", "空指针";
        /// A size field is none that this library knows.
        Size = 2, "size", "长度不符";
        /// Bytes that are kept for later are not zero.
        Reserved = 3, "reserved", "保留字节非零";
        /// No policy has this handle: freed, of another process, or never one.
        Handle = 4, "handle", "句柄无效";
        /// A field is outside its range; the error record says which and what is legal.
        Field = 5, "field", "字段越界";
        /// A text is not in the code page that it is said to be in, or cannot be written in it.
        Text = 6, "text", "文本编码";
        /// The room for a text is too small; how much is needed was told.
        Room = 7, "room", "缓冲区太小";
        /// The policy does not seal; the error record has its first finding.
        Policy = 8, "policy", "策略有误";
        /// The bytes are no profile.
        Profile = 9, "profile", "档案有误";
        /// The bytes are no reputation.
        Reputation = 10, "reputation", "信誉有误";
        /// The event does not belong to this profile.
        Event = 11, "event", "事件不符";
        /// The bytes are no decision.
        Decision = 12, "decision", "决定有误";
        /// The policy has another SHA-256 than was demanded.
        Identity = 13, "identity", "策略不符";
        /// Too many policies are loaded.
        Full = 14, "full", "句柄已满";
        /// No memory.
        Memory = 15, "memory", "内存不足";
        /// A mistake of this library; nothing was written.
        Panic = 99, "panic", "内部错误";
    }
}

vocabulary! {
    /// What a function adds to success, as a number above 0.
    pub enum Note {
        /// The event was one of the last eight: nothing changed.
        Repeat = 1, "repeat", "重复事件";
        /// The policy is in force, and something was found that is better mended.
        Advice = 2, "advice", "有建议";
        /// Not everything that the policy promises is proved.
        Unproved = 3, "unproved", "未全证明";
        /// The new policy is weaker somewhere.
        Weaker = 4, "weaker", "有处更宽";
        /// The answer is another one today.
        Differs = 5, "differs", "结果不同";
        /// There is no item of this number.
        End = 6, "end", "没有更多";
        /// Some records of the batch failed; their statuses say why.
        Partly = 7, "partly", "部分失败";
        /// The policy whose findings were asked for does not seal: it cannot be loaded.
        Refused = 8, "refused", "不可加载";
    }
}

impl Note {
    pub(super) fn number(self) -> i32 {
        i32::from(self.code())
    }
}

impl Status {
    /// What a function returns.
    #[must_use]
    pub fn number(self) -> i32 {
        i32::from(self.code()).saturating_neg()
    }
}

/// What went wrong, where, and what would be right.
pub(super) struct Fault {
    pub(super) status: Status,
    /// The record and the field that it is about, by name; empty where it is about none.
    pub(super) field: &'static str,
    /// The number of the field, from 1; 0 where it is about none.
    pub(super) number: i32,
    pub(super) line: i32,
    pub(super) column: i32,
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) text: String,
}

impl Fault {
    pub(super) fn of(status: Status, text: impl Into<String>) -> Self {
        Self { status, field: "", number: 0, line: 0, column: 0, least: 0, most: 0, text: text.into() }
    }

    /// Bytes that are kept for later are not zero.
    pub(super) fn reserved() -> Self {
        Self { field: "reserved", ..Self::of(Status::Reserved, "`reserved` must be zero") }
    }

    pub(super) fn null(name: &'static str) -> Self {
        let fault = Self::of(Status::Null, format!("`{name}` is a null pointer; give its address"));
        Self { field: name, ..fault }
    }

    pub(super) fn size(name: &'static str, said: i32, least: i32, most: i32) -> Self {
        let text = format!(
            "`{name}` says that it has {said} bytes; set its first field to sizeof(stepup_{name}), {least}"
        );
        Self {
            field: "size",
            number: 1,
            least: least.into(),
            most: most.into(),
            ..Self::of(Status::Size, text)
        }
    }

    pub(super) fn newer(name: &'static str, place: usize) -> Self {
        let text = format!(
            "byte {place} of the {name} is not zero, and this library knows no field there; update the library"
        );
        Self::of(Status::Reserved, text)
    }

    pub(super) fn range(name: &'static str, given: i64, least: i64, most: i64) -> Self {
        let text = format!("`{name}`: {given} is not in {least} to {most}");
        Self { field: name, least, most, ..Self::of(Status::Field, text) }
    }

    /// The same fault with the field's number in its record.
    pub(super) fn within(mut self, layout: &Layout) -> Self {
        self.number = layout.number(self.field);
        self
    }

    /// About a field of a record.
    pub(super) fn about(
        status: Status,
        layout: &Layout,
        field: &'static str,
        text: impl Into<String>,
    ) -> Self {
        Self { field, ..Self::of(status, text) }.within(layout)
    }
}
