package dev.netc.frontend.incremental;

import dev.netc.compiler.CompilerOptions;
import dev.netc.frontend.FileImports;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/**
 * What to generate.
 *
 * @param sources the {@code .net} files
 * @param imports reads them and what they import
 * @param options for the compiler
 * @param compiler tells compilers apart that may give different Java
 * @param output where the Java goes, in directories by package
 * @param charset what javac reads it in
 * @param state the file that remembers what the Java was made of
 */
public record Request(
    List<Path> sources,
    FileImports imports,
    CompilerOptions options,
    String compiler,
    Path output,
    Charset charset,
    Path state) {
  /** Keeps its own copy of the list. */
  public Request {
    sources = List.copyOf(sources);
  }

  /** What all of the Java depends on, beside the sources. */
  String key() {
    return Hash.of(
        String.join(
            "\n",
            compiler,
            OptionsText.of(options),
            imports.reader().charset().name(),
            charset.name()));
  }
}
