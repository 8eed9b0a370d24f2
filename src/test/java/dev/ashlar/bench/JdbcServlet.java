package dev.ashlar.bench;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What most would write first: one statement for each request, on a pool of connections. */
@WebServlet("/jdbc/*")
@DataSourceDefinition(
    name = "java:app/jdbc/bench",
    className = "org.postgresql.ds.PGSimpleDataSource",
    url = "${ENV=BENCH_DB_URL}",
    user = "postgres",
    password = "postgres",
    minPoolSize = 32,
    maxPoolSize = 32)
public class JdbcServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Resource(lookup = "java:app/jdbc/bench")
  transient DataSource database;

  @Override
  public void init() {
    try (Connection connection = database.getConnection();
        PreparedStatement create =
            connection.prepareStatement(
                "CREATE TABLE IF NOT EXISTS kv (key text PRIMARY KEY, value bytea NOT NULL)")) {
      create.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (Connection connection = database.getConnection();
        PreparedStatement upsert =
            connection.prepareStatement(
                "INSERT INTO kv VALUES (?, ?)"
                    + " ON CONFLICT (key) DO UPDATE SET value = excluded.value")) {
      upsert.setString(1, request.getPathInfo());
      upsert.setBytes(2, request.getInputStream().readAllBytes());
      upsert.executeUpdate();
      answer(response, new byte[KvBench.ANSWER_BYTES]);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (Connection connection = database.getConnection();
        PreparedStatement read =
            connection.prepareStatement("SELECT value FROM kv WHERE key = ?")) {
      read.setString(1, request.getPathInfo());
      try (ResultSet row = read.executeQuery()) {
        row.next();
        answer(response, row.getBytes(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpServletResponse response, byte[] bytes) throws IOException {
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
