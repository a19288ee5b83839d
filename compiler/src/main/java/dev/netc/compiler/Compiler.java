package dev.netc.compiler;

import dev.netc.compiler.analysis.Resolver;
import dev.netc.compiler.analysis.Resolver.Resolution;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Elaborator;
import dev.netc.compiler.elaborate.Elaborator.Elaboration;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.library.Library;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.util.ArrayList;
import java.util.List;

/** The compiler on a page: each line is a phase, from one immutable type to the next. */
public final class Compiler {
  private final CompilerOptions options;

  public Compiler(CompilerOptions options) {
    this.options = options;
  }

  /**
   * Everything that is known of a file without generating code; never throws for a mistake in it.
   */
  public Analysis analyze(SourceFile source) {
    ParseResult parsed = new Parser().parse(source);
    List<Diagnostic> diagnostics = new ArrayList<>(parsed.diagnostics());
    Resolution resolved = Resolver.resolve(parsed.file(), Library.standard().functions());
    diagnostics.addAll(resolved.diagnostics());
    Elaboration elaborated = Elaborator.elaborate(resolved.program(), options.arguments());
    elaborated.diagnostics().stream()
        .filter(d -> !Analysis.isKnown(diagnostics, d))
        .forEach(diagnostics::add);
    diagnostics.sort(Diagnostic.BY_POSITION);
    return new Analysis(elaborated.networks().stream().map(this::packaged).toList(), diagnostics);
  }

  private Network packaged(Network network) {
    return options.javaPackage().map(network::inPackage).orElse(network);
  }
}
