package org.statehouse.metadata;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The words of the filter language that compare one field. Which of them a field takes, its type says. */
public enum Operator {
    EQ("eq", Arity.ONE),
    NE("ne", Arity.ONE),
    GT("gt", Arity.ONE),
    GTE("gte", Arity.ONE),
    LT("lt", Arity.ONE),
    LTE("lte", Arity.ONE),
    BETWEEN("between", Arity.TWO),
    IN("in", Arity.MANY),
    NOT_IN("notIn", Arity.MANY),
    OVERLAPS("overlaps", Arity.ONE),
    CONTAINS_ALL("containsAll", Arity.ONE),
    CONTAINS_NONE("containsNone", Arity.ONE),
    IS_NULL("isNull", Arity.FLAG),
    IS_NOT_NULL("isNotNull", Arity.FLAG),
    CONTAINS("contains", Arity.ONE),
    STARTS_WITH("startsWith", Arity.ONE),
    ENDS_WITH("endsWith", Arity.ONE),
    I_CONTAINS("icontains", Arity.ONE),
    I_STARTS_WITH("istartsWith", Arity.ONE),
    I_ENDS_WITH("iendsWith", Arity.ONE),
    I_EQ("ieq", Arity.ONE);

    /** How many values follow. */
    public enum Arity {
        /** Exactly one. */
        ONE,
        /** A lower and an upper one. */
        TWO,
        /** A list of one or more. */
        MANY,
        /** {@code true} or {@code false}. */
        FLAG
    }

    /** For values that nobody reads. */
    public static final Set<Operator> PRESENCE = Set.of(IS_NULL, IS_NOT_NULL);
    /** For every other type. */
    public static final Set<Operator> ANY = Set.of(EQ, NE, IS_NULL, IS_NOT_NULL);
    /** For choices, booleans excepted, and references. */
    public static final Set<Operator> CHOICE = with(ANY, IN, NOT_IN);
    /** For sets: what is compared with is a set as well. */
    public static final Set<Operator> SET = with(ANY, OVERLAPS, CONTAINS_ALL, CONTAINS_NONE);
    /** For numbers and times. */
    public static final Set<Operator> ORDERED = with(CHOICE, GT, GTE, LT, LTE, BETWEEN);
    /** For texts. */
    public static final Set<Operator> TEXT =
            with(ORDERED, CONTAINS, STARTS_WITH, ENDS_WITH, I_CONTAINS, I_STARTS_WITH, I_ENDS_WITH, I_EQ);

    private final String word;
    private final Arity arity;

    Operator(String word, Arity arity) {
        this.word = word;
        this.arity = arity;
    }

    public String word() {
        return word;
    }

    public Arity arity() {
        return arity;
    }

    public static Optional<Operator> of(String word) {
        for (Operator operator : values()) {
            if (operator.word.equals(word)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private static Set<Operator> with(Set<Operator> some, Operator... more) {
        EnumSet<Operator> all = EnumSet.copyOf(some);
        all.addAll(Set.of(more));
        return java.util.Collections.unmodifiableSet(all);
    }
}
