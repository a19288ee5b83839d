package dev.netc.frontend;

import dev.netc.compiler.codegen.JavaSource;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Java files that networks give, each from one source. */
public final class GeneratedFiles {
  private final Map<Path, byte[]> contents = new LinkedHashMap<>();
  private final Map<Path, String> origins = new LinkedHashMap<>();
  private final Path directory;
  private final Charset charset;

  /**
   * No files yet.
   *
   * @param directory where they will be, in directories by package
   * @param charset what javac reads them in; other than UTF-8, they are ASCII with escapes
   */
  public GeneratedFiles(Path directory, Charset charset) {
    this.directory = directory;
    this.charset = charset;
  }

  /**
   * Adds what a source gives.
   *
   * @param origin what messages call the source
   * @return where the file will be
   * @throws UsageException if another one gives the same file
   */
  public Path add(JavaSource source, String origin) {
    Path target = claim(source.path(), origin);
    contents.put(target, bytes(source.text()));
    return target;
  }

  /**
   * Keeps the place of a file that stays as it is.
   *
   * @throws UsageException if another source gives the same file
   */
  public Path claim(String path, String origin) {
    Path target = directory.resolve(path);
    String other = origins.put(target, origin);
    if (other != null) {
      throw new UsageException(
          "both %s and %s give %s".formatted(other, origin, target.getFileName()));
    }
    return target;
  }

  /** The files to write, in the order in which they were added. */
  public Map<Path, byte[]> contents() {
    return Collections.unmodifiableMap(contents);
  }

  private byte[] bytes(String text) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return text.getBytes(charset);
    }
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(c < 0x80 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return escaped.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
