package org.statehouse.metadata;

import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One file while it is read, and where its faults go.
 *
 * @param path below the folder of the metadata
 * @param faults of all files
 */
record Source(String path, List<MetadataFault> faults) {

    void fault(Node at, String message) {
        fault(at.getStartMark(), message);
    }

    void fault(Mark at, String message) {
        fault(at.getLine() + 1, at.getColumn() + 1, message);
    }

    void fault(int line, int column, String message) {
        faults.add(new MetadataFault(path, line, column, message));
    }

    /** The name of its folder. */
    String application() {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** Its own name without folder and ending. */
    String baseName() {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
