package org.statehouse.metadata;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The catalog of the engine, for those that ask with every request: a call of a session bean costs as much as a statement
 * here does. It follows what the engine announces, before the one who published is answered.
 */
@Singleton
public class ServedCatalog implements CurrentCatalog {

    private final Provider<MetadataEngine> engine;
    private volatile @Nullable Catalog catalog;

    @Inject
    public ServedCatalog(Provider<MetadataEngine> engine) {
        this.engine = engine;
    }

    @Override
    public Catalog current() {
        Catalog known = catalog;
        return known == null ? newer(engine.get().current()) : known;
    }

    @Override
    public Catalog refresh() {
        return newer(engine.get().refresh());
    }

    void follow(@Observes CatalogPublished published) {
        newer(published.catalog());
    }

    /** Two may be announced at once: the newer one stays. */
    private synchronized Catalog newer(Catalog next) {
        Catalog known = catalog;
        if (known != null && known.version() >= next.version()) {
            return known;
        }
        catalog = next;
        return next;
    }
}
