package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.log.Cursor;
import org.statehouse.log.Moments;

/** {@code Statehouse-Min-Position}: a read waits until it shows at least what the cursor contains. */
@Provider
@Singleton
@MinPosition.Awaited
public class MinPosition implements ContainerRequestFilter {

    static final String HEADER = "Statehouse-Min-Position";

    /** Marks the calls that read records. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface Awaited {}

    private final Moments moments;
    private final Duration atMost;

    @Inject
    public MinPosition(Moments moments, ApiSettings settings) {
        this.moments = moments;
        this.atMost = Duration.ofMillis(settings.minPositionWaitMillis());
    }

    /** 400 {@code bad-cursor}, 410 {@code resync}, 503 {@code busy} when the time is over. */
    @Override
    public void filter(ContainerRequestContext request) {
        await(request.getHeaderString(HEADER));
    }

    /** The same for calls that are not of JAX-RS; null where the request says nothing. */
    void await(@Nullable String header) {
        if (header == null) {
            return;
        }
        try {
            moments.await(Cursor.parse(header.strip()), atMost);
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }
}
