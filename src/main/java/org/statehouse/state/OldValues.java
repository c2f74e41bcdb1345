package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.LogEntry;
import org.statehouse.log.RecordLog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Violation;

/** The values that a record had at one of its versions, read by the types of today. */
final class OldValues {

    private OldValues() {}

    /**
     * A replacement of the record with the values of an old version. What the log has no value of stays as it is: fields that
     * are younger than the version, and those that are written only. Values that the types of today do not take are faults.
     *
     * @throws org.statehouse.problem.ProblemException 404 {@code unknown-version}
     */
    static RecordBody of(Connection connection, RecordRow current, long version) throws SQLException {
        ObjectNode image = image(connection, current, version);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<Violation> faults = new ArrayList<>();
        for (Field field : current.model().fields().values()) {
            JsonNode stored = field.type().writeOnly() ? null : image.get(field.imageKey());
            try {
                values.put(field.name(), stored == null ? current.values().get(field.name()) : field.fromJson(stored));
            } catch (ValueFault fault) {
                String message = field.label() + " " + fault.message();
                faults.add(Violation.of(field.name(), fault.rule(), message, fault.params()));
            }
        }
        return new RecordBody(values, Map.of(), Map.of(), faults);
    }

    private static ObjectNode image(Connection connection, RecordRow current, long version) throws SQLException {
        String id = current.id().toString();
        LogEntry entry = RecordLog.find(connection, current.model().number(), id, version);
        if (entry == null) {
            throw UnknownRecord.version(current.model(), id, version);
        }
        String image = entry.recordChange().image();
        if (image == null) {
            throw UnknownRecord.end(current.model(), id, version);
        }
        return Json.parseObject(image.getBytes(StandardCharsets.UTF_8));
    }
}
