package org.statehouse.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statehouse.json.Json;

/**
 * A table of the source, mapped by hand to its model: what the server must answer, column by column. It knows nothing of
 * the files that are imported.
 *
 * @param name of the file in {@code metadata/chinook/source}
 * @param model that its rows become
 * @param columns the source's columns and the model's fields, {@code Column=field}, with {@code :time} for a time without
 *     zone and {@code :money} for a number with two digits after the point
 */
record SourceTable(String name, String model, List<String> columns) {

    static final List<SourceTable> ALL = List.of(
            of("Artist", "artist", "ArtistId=id Name=name"),
            of("Genre", "genre", "GenreId=id Name=name"),
            of("MediaType", "mediaType", "MediaTypeId=id Name=name"),
            of("Playlist", "playlist", "PlaylistId=id Name=name"),
            of("Album", "album", "AlbumId=id Title=title ArtistId=artist"),
            of(
                    "Track",
                    "track",
                    "TrackId=id Name=name AlbumId=album MediaTypeId=mediaType GenreId=genre Composer=composer"
                            + " Milliseconds=milliseconds Bytes=bytes UnitPrice=unitPrice:money"),
            of(
                    "Employee",
                    "employee",
                    "EmployeeId=id LastName=lastName FirstName=firstName Title=title ReportsTo=reportsTo"
                            + " BirthDate=birthDate:time HireDate=hireDate:time Address=address City=city State=state"
                            + " Country=country PostalCode=postalCode Phone=phone Fax=fax Email=email"),
            of(
                    "Customer",
                    "customer",
                    "CustomerId=id FirstName=firstName LastName=lastName Company=company Address=address City=city"
                            + " State=state Country=country PostalCode=postalCode Phone=phone Fax=fax Email=email"
                            + " SupportRepId=supportRep"),
            of(
                    "Invoice",
                    "invoice",
                    "InvoiceId=id CustomerId=customer InvoiceDate=invoiceDate:time BillingAddress=billingAddress"
                            + " BillingCity=billingCity BillingState=billingState BillingCountry=billingCountry"
                            + " BillingPostalCode=billingPostalCode Total=total:money"),
            of(
                    "InvoiceLine",
                    "invoiceLine",
                    "InvoiceLineId=id InvoiceId=invoice TrackId=track UnitPrice=unitPrice:money Quantity=quantity"));

    private static SourceTable of(String name, String model, String columns) {
        return new SourceTable(name, model, List.of(columns.split(" ", -1)));
    }

    /** The rows as they came. */
    static List<JsonNode> rows(String name) {
        return Chinook.text(Path.of("metadata", "chinook", "source", name + ".ndjson"))
                .lines()
                .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** By id, what a record must have beside its system fields, each value as the text that the server must send. */
    Map<Long, Map<String, String>> expected() {
        Map<Long, Map<String, String>> records = new LinkedHashMap<>();
        for (JsonNode row : rows(name)) {
            if (row.size() != columns.size()) {
                throw new AssertionError("A column of " + name + " is not mapped: " + row);
            }
            Map<String, String> record = new LinkedHashMap<>();
            for (String column : columns) {
                String[] parts = column.split("[=:]", -1);
                record.put(parts[1], text(parts.length > 2 ? parts[2] : "", row.required(parts[0])));
            }
            records.put(Long.parseLong(String.valueOf(record.get("id"))), record);
        }
        return records;
    }

    private static String text(String kind, JsonNode value) {
        if (value.isNull()) {
            return "null";
        }
        return switch (kind) {
            case "time" ->
                JsonNodeFactory.instance
                        .textNode(value.textValue().replace(' ', 'T') + ".000000Z")
                        .toString();
            case "money" ->
                value.decimalValue().setScale(2, RoundingMode.UNNECESSARY).toPlainString();
            default -> value.toString();
        };
    }

    /** The same of a record that the server has sent. */
    static Map<String, String> actual(JsonNode record) {
        ObjectNode fields = record.deepCopy();
        fields.remove(List.of("version", "createdAt", "createdBy", "updatedAt", "updatedBy"));
        Map<String, String> values = new LinkedHashMap<>();
        fields.properties()
                .forEach(field -> values.put(
                        field.getKey(),
                        field.getValue().isBigDecimal()
                                ? field.getValue().decimalValue().toPlainString()
                                : field.getValue().toString()));
        return values;
    }
}
