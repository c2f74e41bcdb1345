package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.Violation;

/** The id of a new record: from its body, made here, or left to the database. */
final class ClientIds {

    /** Words that stand where an id stands in the routes. */
    private static final Set<String> ROUTE_WORDS =
            Set.of("history", "restore", "validate", "import", "export", "aggregate");

    private static final Pattern UNADDRESSABLE = Pattern.compile("(^|/)(\\.{1,2}(/|$)|\\.{3})|\\\\");

    private ClientIds() {}

    /** Null where the database makes the id; 422 if the client had to give one and did not. */
    static @Nullable Object idOfNew(Model model, RecordBody body, IdSource ids) {
        if (model.idAssigned() == Model.IdAssigned.SERVER) {
            return model.databaseMakesId() ? null : ids.next();
        }
        return given(model, body);
    }

    /** The id of a new record of a model whose clients give them; 422 if it is missing or cannot be one. */
    static Object given(Model model, RecordBody body) {
        JsonNode given = body.system().get("id");
        if (given == null || given.isNull()) {
            throw invalid("required", "id must be given: records of " + model.name() + " bring their own");
        }
        try {
            Object id = model.idType().fromJson(given);
            if (model.idType() == IdType.STRING && ROUTE_WORDS.contains(id)) {
                throw invalid("reserved", "id must not be a word of the routes: " + id);
            }
            if (model.idType() == IdType.STRING && isUnaddressable(id.toString())) {
                throw invalid(
                        "reserved",
                        "id must not have a backslash, nor between slashes '.', '..' or what begins with '...': no address can"
                                + " hold it");
            }
            return id;
        } catch (ValueFault fault) {
            throw invalid(fault.rule(), "id " + fault.message());
        }
    }

    /**
     * Clients take dot segments out of an address before they send it, also when they are encoded (WHATWG URL, 4.1), and the
     * container refuses three dots at the beginning of a segment and backslashes: such a record could be made, but never be
     * read or deleted by itself.
     */
    private static boolean isUnaddressable(String id) {
        return UNADDRESSABLE.matcher(id).find();
    }

    private static RuntimeException invalid(String rule, String message) {
        return Problem.invalid(List.of(Violation.of("id", rule, message, Map.of())))
                .exception();
    }
}
