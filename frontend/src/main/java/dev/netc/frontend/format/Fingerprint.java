package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a finding so that it is known again after its file has changed elsewhere: by file, code,
 * and the text of its line, not by the line's number nor by the numbers in the message.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** 64 hexadecimal digits. Equal lines of a file are told apart by how many stand before. */
  static String of(Diagnostic diagnostic, Places places) {
    Span span = diagnostic.span();
    String line = span.file().lineText(span.line()).strip();
    long earlier = 0;
    for (int at = 1; at < span.line(); at++) {
      if (span.file().lineText(at).strip().equals(line)) {
        earlier++;
      }
    }
    String lineStart =
        span.file().text().substring(span.file().lineStart(span.line()), span.start());
    String facts =
        String.join(
            "\0",
            places.path(span.file().name()),
            diagnostic.code(),
            line,
            Long.toString(earlier),
            lineStart.strip());
    return HexFormat.of().formatHex(sha256(facts.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
