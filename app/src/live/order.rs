//! Whether a frame was missed. Numbers count up by one within a life of the server's process.

/// What has been seen of the stream.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order {
    last: Option<u64>,
    greeted: bool,
}

impl Order {
    /// A stream of which a page has already seen this much: the number of the last frame when it was made.
    pub fn of(seen: Option<u64>) -> Self {
        Self {
            last: seen,
            greeted: false,
        }
    }

    /// Takes the number of a first frame; true when something happened since what was seen.
    ///
    /// Rationale: a stream that is opened again may lead to another process, whose numbers say nothing about those of the
    /// first, so there the answer is always yes.
    pub fn greet(&mut self, seq: u64) -> bool {
        let missed = self.greeted || self.last.is_some_and(|last| last != seq);
        *self = Self {
            last: Some(seq),
            greeted: true,
        };
        missed
    }

    /// Takes the number of any other frame; true when frames before it are missing.
    pub fn follow(&mut self, seq: u64) -> bool {
        let missed = self.last.is_some_and(|last| last.checked_add(1) != Some(seq));
        self.last = Some(seq);
        missed
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    #[test]
    fn frames_in_order_need_no_second_reading() {
        let mut order = Order::of(Some(41));
        assert!(!order.greet(41));
        assert!(!order.follow(42));
        assert!(!order.follow(43));
    }

    #[test]
    fn a_gap_asks_for_the_data_once() {
        let mut order = Order::default();
        assert!(!order.greet(7));
        assert!(order.follow(9));
        assert!(!order.follow(10));
    }

    #[test]
    fn what_happened_between_the_page_and_the_stream_is_noticed() {
        assert!(Order::of(Some(41)).greet(42));
        assert!(!Order::of(None).greet(42));
    }

    #[test]
    fn a_stream_that_was_opened_again_has_always_missed_something() {
        let mut order = Order::of(Some(3));
        order.greet(3);
        assert!(order.greet(3), "another process may have come to the same number");
    }
}
