package dev.netc.frontend;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.format.CheckedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds and reads {@code .net} files. */
public final class NetFiles {
  private static final String SUFFIX = ".net";

  private NetFiles() {}

  /**
   * The files named, and those anywhere below the directories named, each once, in that order and
   * below a directory in alphabetical order.
   *
   * @throws UsageException if a path does not exist, or a directory holds no {@code .net} file
   */
  public static List<Path> find(List<Path> paths) {
    Set<Path> found = new LinkedHashSet<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        found.addAll(below(path));
      } else if (Files.exists(path)) {
        found.add(path);
      } else {
        throw new UsageException("there is no file " + path);
      }
    }
    return List.copyOf(found);
  }

  /**
   * The file itself, or the only {@code .net} file directly in the directory.
   *
   * @throws UsageException if there is none, or more than one
   */
  public static Path single(Path path) {
    if (!Files.isDirectory(path)) {
      return find(List.of(path)).get(0);
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(path)) {
      files = entries.filter(NetFiles::isNetFile).sorted().toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (files.isEmpty()) {
      throw new UsageException("there is no " + SUFFIX + " file in " + path);
    }
    if (files.size() > 1) {
      List<Path> names = files.stream().map(Path::getFileName).toList();
      throw new UsageException("which of the files in " + path + "? It has " + names);
    }
    return files.get(0);
  }

  /**
   * The text of a file, under the name that the user gave it.
   *
   * @throws UsageException if it cannot be read, or is not UTF-8
   */
  public static SourceFile read(Path file) {
    return SourceReader.AS_GIVEN.read(file);
  }

  /** What was found in a file, under the name that the user gave it. */
  public static CheckedFile checked(
      Path file, List<Network> networks, List<Diagnostic> diagnostics) {
    return SourceReader.AS_GIVEN.checked(file, networks, diagnostics);
  }

  /** Says why a path cannot be read, in words where the exception has only the path. */
  public static UsageException unreadable(Path path, IOException cause) {
    return new UsageException("cannot read " + path + ": " + reason(path, cause));
  }

  /** Says why a path cannot be written. */
  public static UsageException unwritable(Path path, IOException cause) {
    return new UsageException("cannot write " + path + ": " + reason(path, cause));
  }

  private static String reason(Path path, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (Files.isDirectory(path)) {
      return "it is a directory";
    }
    String message = cause.getMessage();
    return message == null || message.equals(path.toString())
        ? cause.getClass().getSimpleName()
        : message;
  }

  private static List<Path> below(Path directory) {
    List<Path> files;
    try (Stream<Path> entries = Files.walk(directory)) {
      files = entries.filter(NetFiles::isNetFile).sorted().toList();
    } catch (IOException e) {
      throw unreadable(directory, e);
    } catch (UncheckedIOException e) {
      throw unreadable(directory, new IOException(e));
    }
    if (files.isEmpty()) {
      throw new UsageException("there is no " + SUFFIX + " file below " + directory);
    }
    return files;
  }

  private static boolean isNetFile(Path path) {
    return path.toString().endsWith(SUFFIX) && Files.isRegularFile(path);
  }
}
