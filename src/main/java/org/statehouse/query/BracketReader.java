package org.statehouse.query;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Operator;

/**
 * Filters in brackets: {@code filter[floor][gt]=2&filter[status]=ACTIVE}; all of them hold together. A list is separated
 * by commas; when its parameter is repeated, each is one value as it stands, commas and all.
 */
final class BracketReader {

    static final String PREFIX = "filter[";

    private static final Pattern FORM = Pattern.compile("filter\\[([^\\[\\]]*)](?:\\[([^\\[\\]]*)])?");

    private final TermReader terms;
    private final QueryFaults faults;

    BracketReader(TermReader terms, QueryFaults faults) {
        this.terms = terms;
        this.faults = faults;
    }

    /** One parameter with all its values; null after a fault has been noted. */
    @Nullable
    Filter read(String parameter, List<String> values) {
        Matcher parts = FORM.matcher(parameter);
        if (!parts.matches()) {
            faults.add(
                    parameter,
                    "must look like filter[field] or filter[field][operator]; and, or and not need the JSON spelling");
            return null;
        }
        String field = parts.group(1);
        String word = parts.group(2) == null ? Operator.EQ.word() : parts.group(2);
        Path path = terms.path(parameter, field);
        Operator operator = path == null ? null : terms.operator(parameter, path, field, word);
        if (path == null || operator == null) {
            return null;
        }
        return switch (operator.arity()) {
            case MANY, TWO -> terms.term(parameter, path, field, operator, list(values));
            case ONE, FLAG -> single(parameter, path, field, operator, values);
        };
    }

    private @Nullable Filter single(String parameter, Path path, String field, Operator operator, List<String> values) {
        if (values.size() > 1) {
            faults.add(parameter, field, operator.word(), "is given more than once; give it once", null);
            return null;
        }
        return terms.term(parameter, path, field, operator, List.of(new RawValue.OfText(values.get(0))));
    }

    private static List<RawValue> list(List<String> values) {
        List<String> texts =
                values.size() > 1 ? values : Arrays.asList(values.get(0).split(",", -1));
        return texts.stream().<RawValue>map(RawValue.OfText::new).toList();
    }
}
