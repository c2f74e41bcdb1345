package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Metadata files that do not check: all that is wrong in all of them, in the order of files and lines. Of one file the first
 * 1,000 faults are told and of all files the first 10,000; one more fault then says how many there are.
 */
public final class MetadataFaults extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MAX_OF_FILE = 1_000;
    private static final int MAX = 10_000;

    private final transient List<MetadataFault> faults;

    public MetadataFaults(List<MetadataFault> faults) {
        this.faults = bounded(faults.stream()
                .distinct()
                .sorted(Comparator.comparing(MetadataFault::file)
                        .thenComparing(MetadataFault::line)
                        .thenComparing(MetadataFault::column))
                .toList());
    }

    private static List<MetadataFault> bounded(List<MetadataFault> all) {
        List<MetadataFault> told = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (MetadataFault fault : all) {
            int count = counts.merge(fault.file(), 1, Integer::sum);
            if (told.size() >= MAX) {
                told.add(new MetadataFault(
                        fault.file(), fault.line(), fault.column(), "there are " + all.size() + " faults in all"));
                break;
            }
            if (count <= MAX_OF_FILE) {
                told.add(fault);
            } else if (count == MAX_OF_FILE + 1) {
                told.add(new MetadataFault(
                        fault.file(),
                        fault.line(),
                        fault.column(),
                        "this file has more faults from here on; mend these first"));
            }
        }
        return List.copyOf(told);
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
