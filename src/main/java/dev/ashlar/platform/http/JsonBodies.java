package dev.ashlar.platform.http;

import com.fasterxml.jackson.databind.JavaType;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads and writes the records of the API as JSON; a body of over 1 MiB is refused. */
@Provider
@Priority(1)
@Consumes({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
@Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
public class JsonBodies implements MessageBodyReader<Record>, MessageBodyWriter<Record> {
  private static final long MOST_BYTES = 1 << 20;

  @Override
  public boolean isReadable(Class<?> type, Type generic, Annotation[] a, MediaType media) {
    return type.isRecord();
  }

  @Override
  public Record readFrom(
      Class<Record> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    JavaType javaType = Json.MAPPER.constructType(generic);
    Record read = Json.MAPPER.readValue(new LimitedInputStream(body, MOST_BYTES), javaType);
    if (read == null) {
      throw new ProblemException(400, "malformed-json", "The body must be a JSON object.");
    }
    return read;
  }

  @Override
  public boolean isWriteable(Class<?> type, Type generic, Annotation[] a, MediaType media) {
    return type.isRecord();
  }

  @Override
  public void writeTo(
      Record value,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    body.write(Json.MAPPER.writeValueAsBytes(value));
  }
}
