package org.statehouse.query;

/** Every limit of a query. Beyond one the answer is 400 {@code bad-query} that names the limit. */
public final class QueryLimits {

    /** Records on a page when {@code limit} is absent. */
    public static final int DEFAULT_PAGE = 50;
    /** Records on a page at most. */
    public static final int MAX_PAGE = 1_000;
    /** Records that {@code offset} may skip; {@code after} has no such limit. */
    public static final int MAX_OFFSET = 100_000;
    /** UTF-8 bytes of all filter parameters together. */
    public static final int MAX_FILTER_BYTES = 8 * 1024;
    /** Comparisons in a filter. */
    public static final int MAX_TERMS = 50;
    /** Levels of {@code and}, {@code or} and {@code not} inside each other. */
    public static final int MAX_FILTER_DEPTH = 8;
    /** References that a path may follow. */
    public static final int MAX_PATH_STEPS = 4;
    /** Tables that the paths of one query may join. */
    public static final int MAX_JOINS = 16;
    /** Keys of a sort, and fields that an aggregate groups by. */
    public static final int MAX_SORT_KEYS = 8;
    /** Figures of one aggregate. */
    public static final int MAX_FIGURES = 32;
    /** Bytes that a value of a sort key may take: what can have an index can be sorted by, and fits into a cursor. */
    public static final int MAX_SORT_BYTES = 2_600;
    /** Words of a search. */
    public static final int MAX_SEARCH_WORDS = 10;
    /** Characters of a search. */
    public static final int MAX_SEARCH_CHARACTERS = 200;
    /** Words of a search times the texts of the model that are searched. */
    public static final int MAX_SEARCH_COMPARISONS = 1_000;
    /** Seconds that PostgreSQL may take for one list; then it is stopped, and the answer is 400 {@code query-too-costly}. */
    public static final int MAX_SECONDS = 10;
    /** Levels of an expansion: {@code a.b.c}. */
    public static final int MAX_EXPAND_DEPTH = 3;
    /** References and relationships that one query may expand. */
    public static final int MAX_EXPAND_EDGES = 20;
    /** Records in one answer that come from expansions. */
    public static final int MAX_EXPANDED_RECORDS = 10_000;

    private QueryLimits() {}
}
