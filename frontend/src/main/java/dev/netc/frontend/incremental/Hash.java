package dev.netc.frontend.incremental;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells contents apart: length and two checksums, in hexadecimal digits. Nobody means to deceive
 * here, and these cost nothing to start, while a message digest is looked up among all security
 * providers, which takes longer than all else in a run without work.
 */
final class Hash {
  private Hash() {}

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static String of(byte[] bytes) {
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    one.update(bytes);
    other.update(bytes);
    return Long.toHexString(bytes.length)
        .concat("-")
        .concat(Long.toHexString(one.getValue() << 32 | other.getValue()));
  }
}
