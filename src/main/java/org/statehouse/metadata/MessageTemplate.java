package org.statehouse.metadata;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A message of a file's own: a whole sentence with places such as {@code {max}}, which parameters fill. */
final class MessageTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]*)\\}");

    private MessageTemplate() {}

    /** Refuses places that nothing fills; {@code {label}} is always filled. */
    static void check(String template, Collection<String> params) throws ValueFault {
        Matcher places = PLACE.matcher(template);
        while (places.find()) {
            String name = places.group(1);
            if (!name.equals("label") && !params.contains(name)) {
                throw new ValueFault(
                        "message",
                        "has the place {" + name + "}, which this rule cannot fill; allowed here: {label}"
                                + String.join(
                                        "",
                                        params.stream()
                                                .sorted()
                                                .map(param -> ", {" + param + "}")
                                                .toList()),
                        Map.of());
            }
        }
    }

    /** The sentence. */
    static String fill(String template, String label, Map<String, Object> params) {
        return PLACE.matcher(template).replaceAll(place -> {
            String name = place.group(1);
            @Nullable Object value = name.equals("label") ? label : params.get(name);
            return Matcher.quoteReplacement(value == null ? "" : Literals.text(value));
        });
    }
}
