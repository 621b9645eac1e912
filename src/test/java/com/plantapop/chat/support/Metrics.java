package com.plantapop.chat.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What a management port says when Prometheus asks. */
public record Metrics(String text) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static Metrics of(TestNode node) throws IOException, InterruptedException {
    return of(node.managementPort());
  }

  public static Metrics of(int managementPort) throws IOException, InterruptedException {
    return new Metrics(get(managementPort, "/metrics").body());
  }

  /** Any path of a management port. */
  public static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Lines with a value. */
  public List<String> series() {
    return text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
  }

  /**
   * The value of one.
   *
   * @param series name and labels as they are written; 0 where there is none
   */
  public double value(String series) {
    return series().stream()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** How often a limit was met. */
  public double met(String limit) {
    return value("chat_limit_met_total{limit=\"" + limit + "\"}");
  }
}
