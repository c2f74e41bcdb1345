package org.statehouse.query;

import org.statehouse.metadata.Model;

/** What the records of a model are read from: the name of a table, or of something that looks like it. */
@FunctionalInterface
public interface Tables {

    /** The tables themselves: records as they are now. */
    Tables NOW = Model::table;

    /** To stand after FROM or JOIN, quoted. */
    String of(Model model);
}
