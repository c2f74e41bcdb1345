package org.statehouse.metadata;

import java.util.List;

/**
 * How the metadata stand, for health and console.
 *
 * @param version of the catalog that serves
 * @param faults why the files' catalog is not the one that serves; none when it is
 */
public record MetadataStatus(long version, List<String> faults) {

    public MetadataStatus {
        faults = List.copyOf(faults);
    }
}
