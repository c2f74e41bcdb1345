package org.statehouse.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;

/** {@code deleted=}: whether an answer has records that are deleted softly. */
public enum Deleted {
    /** Live records only. */
    EXCLUDE,
    /** Live and deleted ones. */
    INCLUDE,
    /** Deleted ones only. */
    ONLY;

    static final String PARAMETER = "deleted";

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Whether a record is among those that are given. */
    public boolean gives(boolean live) {
        return this == INCLUDE || live == (this == EXCLUDE);
    }

    /** The same as a condition on the records of a model. */
    Filter filter(Model model) {
        if (!model.softDelete() || this == INCLUDE) {
            return Filter.EVERYTHING;
        }
        Operator operator = this == EXCLUDE ? Operator.IS_NULL : Operator.IS_NOT_NULL;
        return new Filter.Compare(Path.to(SystemAttribute.DELETED_AT), operator, List.of());
    }

    static Deleted read(Model model, Parameters parameters, QueryFaults faults) {
        String text = parameters.take(PARAMETER);
        if (text == null) {
            return EXCLUDE;
        }
        if (!model.softDelete()) {
            faults.add(PARAMETER, "the model " + model.name() + " has no soft delete; leave the parameter out");
            return EXCLUDE;
        }
        return Arrays.stream(values())
                .filter(one -> one.word.equals(text))
                .findFirst()
                .orElseGet(() -> {
                    faults.add(PARAMETER, "must be exclude, include or only, not " + QueryFaults.shown(text));
                    return EXCLUDE;
                });
    }
}
