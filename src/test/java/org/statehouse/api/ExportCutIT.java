package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** Nobody takes an export that was cut for a whole one. */
class ExportCutIT {

    private static final int SMALL = 1 << 14;
    private static final int PATIENCE_MILLIS = 60_000;

    @Test
    void an_export_whose_model_changes_says_so_and_ends_without_the_end_of_an_answer() throws Exception {
        try (Server server = Server.builder("export-cut")
                .metadata(RecordsServer.METADATA)
                .build()
                .start()) {
            new Records(server).create("carrier", "{\"id\":\"none\"}");
            Rows.fill(server, 1, 30_000, "none", 2_000);
            String json = cut(server, "ndjson");
            assertThat(json.endsWith("0\r\n\r\n")).isFalse();
            assertThat(json.substring(json.length() - 1_000)).contains("\n{\"error\":", "\"slug\":\"catalog-changed\"");
        }
    }

    private static String cut(Server server, String format) throws IOException, SQLException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(SMALL);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            String request =
                    "GET /api/records/shipment/export?format=" + format + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(in.read());
            execute(server, "ALTER TABLE public.shipment RENAME COLUMN note TO remark");
            try {
                in.transferTo(all);
            } catch (IOException reset) {
                all.writeBytes("(reset)".getBytes(StandardCharsets.US_ASCII));
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    private static void execute(Server server, String sql) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
