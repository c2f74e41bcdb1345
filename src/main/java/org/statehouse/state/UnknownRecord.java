package org.statehouse.state;

import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** 404 {@code unknown-record}: for what was never there, and for what is deleted, which says so. */
public final class UnknownRecord {

    private UnknownRecord() {}

    /** The typed form of an id; what cannot be one is the id of no record. */
    public static Object idOf(Model model, String text) {
        try {
            return model.idType().fromText(text);
        } catch (ValueFault notAnId) {
            throw none(model, text);
        }
    }

    /** For who asks for the past. */
    public static ProblemException then(Model model, String id) {
        return of(model, id, "There was no " + model.name() + " with the id '" + id + "' then")
                .exception();
    }

    /** 404 {@code unknown-version}: the log has no change that made it. */
    public static ProblemException version(Model model, String id, long version) {
        return Problem.of(
                        ProblemType.UNKNOWN_VERSION,
                        "The log has no version " + version + " of the " + model.name() + " with the id '" + id + "'")
                .with("model", model.name())
                .with("id", id)
                .with("version", version)
                .exception();
    }

    /** The same for the version that is the record's end. */
    static ProblemException end(Model model, String id, long version) {
        return Problem.of(
                        ProblemType.UNKNOWN_VERSION,
                        "Version " + version + " of the " + model.name() + " with the id '" + id
                                + "' is its deletion, which has no values")
                .with("model", model.name())
                .with("id", id)
                .with("version", version)
                .exception();
    }

    public static ProblemException none(Model model, String id) {
        return of(model, id, "There is no " + model.name() + " with the id '" + id + "'")
                .exception();
    }

    public static ProblemException deleted(Model model, String id) {
        return of(model, id, "The " + model.name() + " with the id '" + id + "' is deleted; it can be restored")
                .with("deleted", true)
                .exception();
    }

    /** For who asks for deleted ones alone. */
    public static ProblemException live(Model model, String id) {
        return of(model, id, "The " + model.name() + " with the id '" + id + "' is not deleted")
                .with("deleted", false)
                .exception();
    }

    /** The record if it is live. */
    static RecordRow live(@Nullable RecordRow row, Model model, String id) {
        if (row == null) {
            throw none(model, id);
        }
        if (!row.live()) {
            throw deleted(model, id);
        }
        return row;
    }

    private static Problem of(Model model, String id, String detail) {
        return Problem.of(ProblemType.UNKNOWN_RECORD, detail)
                .with("model", model.name())
                .with("id", id);
    }
}
