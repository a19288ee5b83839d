package dev.netc.frontend;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.format.CheckedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code .net} files, and gives them the names that messages show. */
public final class SourceReader {
  /** Reads UTF-8, and calls files as its user does. */
  public static final SourceReader AS_GIVEN =
      new SourceReader(StandardCharsets.UTF_8, Optional.empty());

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Charset charset;
  private final Optional<Path> root;

  private SourceReader(Charset charset, Optional<Path> root) {
    this.charset = charset;
    this.root = root;
  }

  /** Calls files below a root by their path from there, on every machine alike. */
  public static SourceReader below(Path root, Charset charset) {
    return new SourceReader(charset, Optional.of(root.toAbsolutePath().normalize()));
  }

  /** The encoding that files are read in. */
  public Charset charset() {
    return charset;
  }

  /**
   * The text of a file, without a byte order mark.
   *
   * @throws UsageException if it cannot be read, or is not in the encoding
   */
  public SourceFile read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      String text = charset.newDecoder().decode(bytes).toString();
      return new SourceFile(
          name(file), text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new UsageException(file + " is not " + charset + " text");
    } catch (IOException e) {
      throw NetFiles.unreadable(file, e);
    }
  }

  /** What messages call a file; one within a jar has the name of the jar before it. */
  public String name(Path file) {
    Path path = file.normalize();
    FileSystem system = path.getFileSystem();
    if (!system.equals(FileSystems.getDefault())) {
      return Path.of(system.toString()).getFileName() + "!" + path;
    }
    Path named =
        root.filter(path.toAbsolutePath()::startsWith)
            .map(from -> from.relativize(path.toAbsolutePath()))
            .orElse(path);
    return named.toString().replace(system.getSeparator(), "/");
  }

  /** What was found in a file. */
  public CheckedFile checked(Path file, List<Network> networks, List<Diagnostic> diagnostics) {
    List<String> names = networks.stream().map(Network::name).toList();
    return new CheckedFile(name(file), names, diagnostics);
  }
}
