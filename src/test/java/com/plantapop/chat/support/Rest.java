package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * A client of the REST door.
 *
 * @param token that every request brings, null for none
 */
public record Rest(int port, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What came back. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public JsonObject json() {
      return new JsonObject(body());
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  /** That it is a refusal as RFC 9457 has them. */
  public static void assertProblem(int status, Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).contains("application/problem+json");
    JsonObject problem = answer.json();
    assertThat(problem.getString("type")).isEqualTo("about:blank");
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getInteger("code")).isEqualTo(status);
    assertThat(problem.getString("detail")).isEqualTo(problem.getString("message")).isNotBlank();
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return ask("GET", path, null);
  }

  public Answer put(String path) throws IOException, InterruptedException {
    return ask("PUT", path, null);
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return ask("DELETE", path, null);
  }

  public Answer post(String path, String body) throws IOException, InterruptedException {
    return ask("POST", path, body);
  }

  /** With whatever method; a body is JSON. */
  public Answer ask(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }
}
