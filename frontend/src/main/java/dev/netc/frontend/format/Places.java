package dev.netc.frontend.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names files as programs want them: relative to the directory that the command ran in, which is
 * the root of the repository in CI.
 */
public final class Places {
  private static final String UNRESERVED = "-._~/";

  private final Path root;

  /**
   * @param root the directory that paths are relative to
   */
  public Places(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The path below the root with slashes; as it is if it lies elsewhere. */
  public String path(String name) {
    try {
      Path path = root.resolve(name).normalize();
      return path.startsWith(root) ? slashed(root.relativize(path)) : name;
    } catch (InvalidPathException e) {
      return name;
    }
  }

  /** Whether a file lies below the root. */
  public boolean isBelow(String name) {
    try {
      return root.resolve(name).normalize().startsWith(root);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** A URI reference: relative to the root if the file lies below it, else absolute. */
  public String uri(String name) {
    if (isBelow(name)) {
      return encoded(path(name));
    }
    try {
      return fileUri(root.resolve(name).normalize());
    } catch (InvalidPathException e) {
      return encoded(name);
    }
  }

  /** The root as an absolute URI, with a slash at its end. */
  public String rootUri() {
    String uri = fileUri(root);
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private static String fileUri(Path path) {
    String name = slashed(path);
    return "file://" + (name.startsWith("/") ? "" : "/") + encoded(name);
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  /** Percent-encodes all but what RFC 3986 reserves nowhere. */
  private static String encoded(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}
