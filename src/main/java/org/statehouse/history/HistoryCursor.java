package org.statehouse.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.statehouse.json.Json;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** Where a page of a record's history goes on: below a version. Its opaque text names the record that it is of. */
final class HistoryCursor {

    private HistoryCursor() {}

    static String text(Model model, String id, long version) {
        byte[] json = Json.write(out -> {
            out.writeStartArray();
            out.writeNumber(model.number());
            out.writeString(id);
            out.writeNumber(version);
            out.writeEndArray();
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /** The version below which the page begins; 400 {@code bad-cursor} for any other text. */
    static long read(Model model, String id, String text) {
        JsonNode json = parse(text);
        boolean form = json.isArray() && json.size() == 3 && json.path(2).canConvertToLong();
        long version = form ? json.get(2).longValue() : 0;
        if (!form || !text(model, id, version).equals(text)) {
            throw bad();
        }
        return version;
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | ProblemException garbage) {
            throw bad();
        }
    }

    private static ProblemException bad() {
        return Problem.of(
                        ProblemType.BAD_CURSOR,
                        "after is not a cursor of this record's history; use the value of page.next as it was given")
                .with("parameter", "after")
                .exception();
    }
}
