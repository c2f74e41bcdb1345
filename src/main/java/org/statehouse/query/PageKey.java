package org.statehouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * The place of a record in a sorted list: the values of its sort keys. Its opaque text also carries a hash of model, filter
 * and sort, so that a key of another list is refused instead of giving a wrong page.
 *
 * @param values one a sort key, null where the record has null
 */
public record PageKey(List<@Nullable Object> values) {

    private static final int HASH_BYTES = 9;

    public PageKey {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** The text for {@code page.next}. */
    public String text(Sort sort, String fingerprint) {
        byte[] json = Json.write(out -> {
            out.writeStartArray();
            out.writeString(fingerprint);
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                if (value == null) {
                    out.writeNull();
                } else if (value instanceof String text) {
                    out.writeString(text);
                } else {
                    sort.keys().get(i).path().attribute().toJson(out, value);
                }
            }
            out.writeEndArray();
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /** Reads {@code after}; 400 {@code bad-cursor} if it is none or of another list. */
    static PageKey read(String text, Sort sort, String fingerprint) {
        JsonNode json = parse(text);
        boolean form = json.isArray() && json.size() == 1 + sort.keys().size();
        if (json.isArray()
                && json.path(0).isTextual()
                && !(form && json.get(0).textValue().equals(fingerprint))) {
            throw bad("after is the cursor of a list with another model, filter or sort; leave it out to begin anew");
        }
        if (!form) {
            throw bad("after is not a cursor; use the value of page.next as it was given");
        }
        List<@Nullable Object> values = new ArrayList<>();
        try {
            for (int i = 0; i < sort.keys().size(); i++) {
                values.add(value(sort.keys().get(i).path(), json.get(i + 1)));
            }
        } catch (ValueFault fault) {
            throw bad("after is not a cursor; use the value of page.next as it was given");
        }
        return new PageKey(values);
    }

    private static @Nullable Object value(Path path, JsonNode json) throws ValueFault {
        if (json.isNull()) {
            if (!path.nullable()) {
                throw new ValueFault("required", "must not be null", Map.of());
            }
            return null;
        }
        boolean text = path.attribute().textual() && json.isTextual();
        return TermReader.storable(text ? json.textValue() : path.attribute().fromJson(json));
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | ProblemException garbage) {
            throw bad("after is not a cursor; use the value of page.next as it was given");
        }
    }

    /** What tells one list from another: the records that it may have, and their order. */
    static String fingerprint(Model model, @Nullable Scope scope, Filter filter, Sort sort) {
        byte[] json = Json.write(out -> {
            out.writeStartArray();
            out.writeString(model.name());
            if (scope != null) {
                out.writeString(
                        scope.model().name() + "." + scope.relationship().name());
                scope.model().idType().toJson(out, scope.id());
            }
            FilterJson.write(out, filter);
            out.writeString(sort.text());
            out.writeEndArray();
        });
        byte[] hash = sha256().digest(json);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static ProblemException bad(String detail) {
        return Problem.of(ProblemType.BAD_CURSOR, detail)
                .with("parameter", "after")
                .exception();
    }
}
