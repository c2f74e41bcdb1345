package org.statehouse.crash;

/**
 * One write as its client knows it.
 *
 * @param mark a text of its own that it writes into the record, so that the log tells whose change it was; of deletes and
 *     links, which write none, a name
 * @param act what was asked for
 * @param model of the record
 * @param id of the record; "" when the server gives it and has not told
 * @param base the version that the write was based on; 0 for a record that was not there
 * @param count the number that it writes; of a change, one more than the client had read
 * @param other the other side of a link, else ""
 * @param outcome what came of it
 * @param version of the record in the answer; 0 where none was told
 */
record Deed(
        String mark,
        Act act,
        String model,
        String id,
        long base,
        long count,
        String other,
        Outcome outcome,
        long version) {

    /** What is asked for, and what the log calls it. */
    enum Act {
        CREATE("create"),
        CHANGE("update"),
        DELETE("delete"),
        LINK("link"),
        UNLINK("unlink");

        private final String op;

        Act(String op) {
            this.op = op;
        }

        String op() {
            return op;
        }

        /** Whether the log has the mark of who did it. */
        boolean marks() {
            return this == CREATE || this == CHANGE;
        }
    }

    /** What the client was told in the end. */
    enum Outcome {
        /** It is done. */
        DONE,
        /** It is not done, and never will be. */
        REFUSED,
        /** Nothing, or that it is not known. It may have been done, but not twice. */
        UNKNOWN
    }

    String key() {
        return model + " " + id;
    }

    Deed with(Outcome known) {
        return new Deed(mark, act, model, id, base, count, other, known, version);
    }

    Deed done(String knownId, long knownVersion) {
        return new Deed(mark, act, model, knownId, base, count, other, Outcome.DONE, knownVersion);
    }
}
