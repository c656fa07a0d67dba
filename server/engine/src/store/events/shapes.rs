//! In what portions many rows are written.

const SHAPES: [usize; 4] = [64, 16, 4, 1];

/// Rows in a few sizes only. Rationale: a statement with another number of rows is another statement, and each that the
/// database has not seen before it has to parse and plan; a group of deliveries may have any size.
pub fn shapes<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SHAPES.into_iter().find(|size| *size <= rows.len())?;
        let (shape, rest) = rows.split_at(size);
        rows = rest;
        Some(shape)
    })
}

#[cfg(test)]
mod tests {
    use super::shapes;

    #[test]
    fn any_number_of_rows_is_told_in_a_few_sizes_and_in_its_order() {
        let rows: Vec<usize> = (0..87).collect();
        let sizes: Vec<usize> = shapes(&rows).map(<[usize]>::len).collect();
        assert_eq!(sizes, [64, 16, 4, 1, 1, 1]);
        assert_eq!(shapes(&rows).flatten().copied().collect::<Vec<_>>(), rows);
        assert_eq!(shapes::<usize>(&[]).count(), 0);
    }
}
