package org.statehouse.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.ValueFault;

/**
 * Reads {@code search=}: each word must occur, without regard to case, in at least one of the model's searchable fields.
 * White space separates words; there are no operators and no stemming.
 */
final class SearchReader {

    private static final String PARAMETER = "search";
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Model model;
    private final QueryFaults faults;

    SearchReader(Model model, QueryFaults faults) {
        this.model = model;
        this.faults = faults;
    }

    Filter read(Parameters parameters) {
        String text = parameters.take(PARAMETER);
        if (text == null) {
            return Filter.EVERYTHING;
        }
        List<Path> fields = model.fields().values().stream()
                .filter(field -> field.type().searchable())
                .map(SearchReader::path)
                .toList();
        List<String> words =
                SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
        if (fields.isEmpty()) {
            faults.add(PARAMETER, "the model " + model.name() + " has no text to search; use a filter");
        } else if (words.isEmpty()) {
            faults.add(PARAMETER, "has no word; leave the parameter out to see all records");
        } else if (words.size() > QueryLimits.MAX_SEARCH_WORDS
                || text.codePointCount(0, text.length()) > QueryLimits.MAX_SEARCH_CHARACTERS) {
            faults.add(
                    PARAMETER,
                    "has at most " + QueryLimits.MAX_SEARCH_WORDS + " words and " + QueryLimits.MAX_SEARCH_CHARACTERS
                            + " characters");
        } else if (words.size() * fields.size() > QueryLimits.MAX_SEARCH_COMPARISONS) {
            faults.add(
                    PARAMETER,
                    "has at most " + QueryLimits.MAX_SEARCH_COMPARISONS / fields.size() + " words here: " + model.name()
                            + " has " + fields.size() + " texts to search");
        } else {
            return occur(words, fields);
        }
        return Filter.EVERYTHING;
    }

    private Filter occur(List<String> words, List<Path> fields) {
        List<Filter> all = new ArrayList<>();
        for (String word : words) {
            try {
                TermReader.storable(word);
            } catch (ValueFault fault) {
                faults.add(PARAMETER, fault.message());
                return Filter.EVERYTHING;
            }
            all.add(Filter.any(fields.stream()
                    .<Filter>map(path -> new Filter.Compare(path, Operator.I_CONTAINS, List.of(word)))
                    .toList()));
        }
        return Filter.all(all);
    }

    private static Path path(Field field) {
        return Path.to(new FieldAttribute(field));
    }
}
