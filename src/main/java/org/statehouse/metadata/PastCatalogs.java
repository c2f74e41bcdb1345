package org.statehouse.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.DatabaseFailure;

/**
 * Catalogs that were in force once: what the log says of fields that are gone is told by the catalog it was said under. The
 * ones asked for last are kept. Safe for all threads.
 */
public final class PastCatalogs {

    /** Catalogs that are kept; one of 100 models takes some megabytes. */
    private static final int MAX_KEPT = 8;

    private static final System.Logger LOG = System.getLogger(PastCatalogs.class.getName());

    private final DataSource dataSource;

    /** Also those that cannot be read, so that they are not tried each time. */
    private final Map<Long, Optional<Catalog>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<Catalog>> eldest) {
            return size() > MAX_KEPT;
        }
    };

    public PastCatalogs(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Keeps one that serves: soon it is a past one, and need not be read. */
    void keep(Catalog catalog) {
        synchronized (kept) {
            kept.put(catalog.version(), Optional.of(catalog));
        }
    }

    /** The catalog of this version; null when there was none, or when this Statehouse can no longer read its files. */
    public @Nullable Catalog find(long version) {
        synchronized (kept) {
            Optional<Catalog> known = kept.get(version);
            if (known != null) {
                return known.orElse(null);
            }
        }
        Optional<Catalog> read = read(version);
        synchronized (kept) {
            kept.put(version, read);
        }
        return read.orElse(null);
    }

    private Optional<Catalog> read(long version) {
        try (Connection connection = dataSource.getConnection()) {
            return CatalogStore.published(connection, version).map(stored -> stored.catalog(new ComposedFiles()));
        } catch (IllegalStateException fromAnotherTime) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The catalog " + version + " cannot be read any more",
                    fromAnotherTime);
            return Optional.empty();
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }
}
