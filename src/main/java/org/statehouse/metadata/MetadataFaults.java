package org.statehouse.metadata;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Metadata files that do not check: all that is wrong in all of them, in the order of files and lines. */
public final class MetadataFaults extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<MetadataFault> faults;

    public MetadataFaults(List<MetadataFault> faults) {
        this.faults = faults.stream()
                .distinct()
                .sorted(Comparator.comparing(MetadataFault::file)
                        .thenComparing(MetadataFault::line)
                        .thenComparing(MetadataFault::column))
                .toList();
    }

    public List<MetadataFault> faults() {
        return faults;
    }

    /** One fault a line. */
    @Override
    public String getMessage() {
        return faults.stream().map(MetadataFault::toString).collect(Collectors.joining("\n"));
    }
}
