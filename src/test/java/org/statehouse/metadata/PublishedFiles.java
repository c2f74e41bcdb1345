package org.statehouse.metadata;

import java.util.Map;
import javax.sql.DataSource;
import org.statehouse.log.CatalogEntries;
import org.statehouse.log.EventLog;

/** Metadata files, published in a database as at the first start of a server. */
public final class PublishedFiles implements CurrentCatalog {

    private final Publication publication;
    private Catalog current;

    /** @param files texts by path, such as {@code shop/order.yaml} */
    public PublishedFiles(DataSource dataSource, Map<String, String> files) throws Exception {
        publication = new Publication(dataSource, new CatalogEntries(new EventLog()));
        publication.publish(CatalogReader.read(MetadataFiles.of(files)));
        current = publication.current().orElseThrow();
    }

    /** Publishes other files in the same database, as another node would: this one does not know of it. */
    public void publishElsewhere(Map<String, String> files) throws Exception {
        publication.publish(CatalogReader.read(MetadataFiles.of(files)));
    }

    @Override
    public Catalog current() {
        return current;
    }

    @Override
    public Catalog refresh() {
        try {
            current = publication.current().orElseThrow();
            return current;
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
