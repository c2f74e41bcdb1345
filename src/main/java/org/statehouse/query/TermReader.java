package org.statehouse.query;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Nearest;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.ValueFault;

/** Makes comparisons of what either spelling of a filter gives: a path, an operator's word, raw values. */
final class TermReader {

    /** Operators that look into a text: their value is taken as it stands, without the field's normalisation. */
    private static final Set<Operator> CHARACTERS = EnumSet.of(
            Operator.CONTAINS,
            Operator.STARTS_WITH,
            Operator.ENDS_WITH,
            Operator.I_CONTAINS,
            Operator.I_STARTS_WITH,
            Operator.I_ENDS_WITH,
            Operator.I_EQ);

    private final PathReader paths;
    private final QueryFaults faults;
    private int terms;

    TermReader(PathReader paths, QueryFaults faults) {
        this.paths = paths;
        this.faults = faults;
    }

    /** The path, or null after its fault has been noted. */
    @Nullable
    Path path(String parameter, String field) {
        return paths.read(parameter, field);
    }

    /** The operator, or null after its fault has been noted. */
    @Nullable
    Operator operator(String parameter, Path path, String field, String word) {
        Set<Operator> allowed = path.attribute().operators();
        Operator operator = Operator.of(word).orElse(null);
        if (operator != null && allowed.contains(operator)) {
            return operator;
        }
        List<String> words = allowed.stream().sorted().map(Operator::word).toList();
        String nearest = operator == null ? Nearest.find(word, words).orElse(null) : null;
        String message = operator == null
                ? "the operator " + QueryFaults.shown(word) + " is not known"
                : "the operator '" + word + "' does not apply here";
        faults.add(
                parameter,
                field,
                word,
                message + (nearest == null ? "" : "; did you mean '" + nearest + "'?") + "; '" + path.text()
                        + "' takes " + String.join(", ", words),
                nearest);
        return null;
    }

    /** The comparison, or null after its fault has been noted. */
    @Nullable
    Filter term(String parameter, Path path, String field, Operator operator, List<RawValue> raws) {
        terms++;
        if (terms > QueryLimits.MAX_TERMS) {
            if (terms == QueryLimits.MAX_TERMS + 1) {
                faults.add(parameter, "a filter has at most " + QueryLimits.MAX_TERMS + " comparisons");
            }
            return null;
        }
        try {
            return compare(path, operator, raws);
        } catch (ValueFault fault) {
            faults.add(parameter, field, operator.word(), "the value " + fault.message(), null);
            return null;
        }
    }

    private static Filter compare(Path path, Operator operator, List<RawValue> raws) throws ValueFault {
        arity(operator, raws.size());
        if (operator == Operator.IS_NULL || operator == Operator.IS_NOT_NULL) {
            return nullness(path, raws.get(0).flag() == (operator == Operator.IS_NULL));
        }
        if (raws.get(0).isNull() && (operator == Operator.EQ || operator == Operator.NE)) {
            return nullness(path, operator == Operator.EQ);
        }
        List<Object> values = new ArrayList<>();
        for (RawValue raw : raws) {
            if (raw.isNull()) {
                throw new ValueFault("type", "must not be null here; use isNull", Map.of());
            }
            boolean asItStands = CHARACTERS.contains(operator);
            values.add(storable(asItStands ? raw.characters() : raw.typed(path.attribute())));
        }
        boolean ofSets = operator == Operator.OVERLAPS
                || operator == Operator.CONTAINS_ALL
                || operator == Operator.CONTAINS_NONE;
        require(!ofSets || !values.get(0).equals(List.of()), "must be a list of at least one");
        return new Filter.Compare(path, operator, values);
    }

    private static Filter nullness(Path path, boolean isNull) {
        return new Filter.Compare(path, isNull ? Operator.IS_NULL : Operator.IS_NOT_NULL, List.of());
    }

    private static void arity(Operator operator, int count) throws ValueFault {
        switch (operator.arity()) {
            case ONE, FLAG -> require(count == 1, "must be exactly one");
            case TWO -> require(count == 2, "must be a list of exactly two, the lower and the upper");
            case MANY -> require(count >= 1, "must be a list of at least one");
        }
    }

    private static void require(boolean holds, String message) throws ValueFault {
        if (!holds) {
            throw new ValueFault("arity", message, Map.of());
        }
    }

    /** A text that no column can hold is refused before PostgreSQL is asked. */
    static Object storable(Object value) throws ValueFault {
        if (value instanceof String text) {
            boolean foreign = text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
            if (foreign) {
                throw new ValueFault("type", "must not have U+0000 or half a surrogate pair", Map.of());
            }
        }
        return value;
    }
}
