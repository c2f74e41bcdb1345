package org.statehouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;
import org.statehouse.problem.ProblemException;

/**
 * Filters as JSON: {@code {"status":{"eq":"ACTIVE"},"or":[{"floor":{"gt":2}},{"bay":{"in":["A","B"]}}],"not":{…}}}. The
 * members of an object hold together; a bare value means {@code eq}, null means {@code isNull}.
 */
public final class FilterReader {

    private static final String AND = "and";
    private static final String OR = "or";
    private static final String NOT = "not";

    private final TermReader terms;
    private final QueryFaults faults;
    private final String parameter;

    FilterReader(TermReader terms, QueryFaults faults, String parameter) {
        this.terms = terms;
        this.faults = faults;
        this.parameter = parameter;
    }

    /** Reads a filter that stands in a document; 400 {@code bad-query} with all its faults, named after the parameter. */
    public static Filter read(Catalog catalog, Model model, String parameter, JsonNode json) {
        QueryFaults faults = new QueryFaults();
        TermReader terms = new TermReader(new PathReader(catalog, model, faults), faults);
        Filter filter = new FilterReader(terms, faults, parameter).object(json, 1);
        faults.check();
        return filter;
    }

    /** Reads the text of a parameter; faults are noted. */
    Filter text(String text) {
        try {
            return object(Json.parse(text.getBytes(StandardCharsets.UTF_8)), 1);
        } catch (ProblemException malformed) {
            faults.add(parameter, malformed.problem().detail().replace("The body", "the value"));
            return Filter.EVERYTHING;
        }
    }

    Filter object(JsonNode json, int depth) {
        if (!json.isObject()) {
            faults.add(parameter, "a filter must be an object such as {\"name\":{\"eq\":\"Ann\"}}");
            return Filter.EVERYTHING;
        }
        if (depth > QueryLimits.MAX_FILTER_DEPTH) {
            faults.add(
                    parameter,
                    "and, or and not may stand in each other " + QueryLimits.MAX_FILTER_DEPTH + " levels deep at most");
            return Filter.EVERYTHING;
        }
        List<Filter> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case AND -> all.add(Filter.all(list(AND, value, depth)));
                case OR -> all.add(any(list(OR, value, depth)));
                case NOT -> all.add(new Filter.Not(object(value, depth + 1)));
                default -> field(member.getKey(), value, all);
            }
        }
        return Filter.all(all);
    }

    private static Filter any(List<Filter> filters) {
        return filters.isEmpty() ? Filter.EVERYTHING : Filter.any(filters);
    }

    private List<Filter> list(String word, JsonNode json, int depth) {
        List<Filter> filters = new ArrayList<>();
        if (!json.isArray() || json.isEmpty()) {
            faults.add(parameter, null, word, "'" + word + "' needs a list of at least one filter", null);
            return filters;
        }
        json.forEach(element -> filters.add(object(element, depth + 1)));
        return filters;
    }

    private void field(String field, JsonNode value, List<Filter> all) {
        Path path = terms.path(parameter, field);
        if (path == null) {
            return;
        }
        if (!value.isObject()) {
            if (value.isArray()) {
                faults.add(parameter, field, null, "a list needs an operator: {\"in\": […]}", "in");
            } else {
                Operator operator = bare(path, field, value);
                if (operator != null) {
                    RawValue raw = new RawValue.OfJson(operator == Operator.EQ ? value : BooleanNode.TRUE);
                    add(all, terms.term(parameter, path, field, operator, List.of(raw)));
                }
            }
            return;
        }
        if (value.isEmpty()) {
            faults.add(parameter, field, null, "an operator is missing, as in {\"eq\": …}", null);
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Operator operator = terms.operator(parameter, path, field, member.getKey());
            if (operator != null) {
                add(all, terms.term(parameter, path, field, operator, values(operator, member.getValue())));
            }
        }
    }

    /** What a value without an operator means; null after its fault has been noted. */
    private @Nullable Operator bare(Path path, String field, JsonNode value) {
        return value.isNull() ? Operator.IS_NULL : terms.operator(parameter, path, field, Operator.EQ.word());
    }

    private static List<RawValue> values(Operator operator, JsonNode value) {
        boolean several = operator.arity() == Operator.Arity.MANY || operator.arity() == Operator.Arity.TWO;
        if (!several) {
            return List.of(new RawValue.OfJson(value));
        }
        List<RawValue> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> values.add(new RawValue.OfJson(element)));
        }
        return values;
    }

    private static void add(List<Filter> all, @Nullable Filter term) {
        if (term != null) {
            all.add(term);
        }
    }
}
