package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The tensors that a declaration is applied to, for the labels of an error. */
final class Operands {
  private Operands() {}

  /**
   * Labels where the tensors come from, each once.
   *
   * @param called the declaration's frame
   * @param wanted which of its parameters are told
   * @return the tensors
   */
  static List<Value> label(
      Session session,
      Site site,
      Frame called,
      Predicate<Parameter> wanted,
      Diagnostic.Builder error) {
    List<Value> values = new ArrayList<>();
    if (!(called.declaration() instanceof Declaration.Function function)) {
      return values;
    }
    for (Parameter parameter : function.tensors()) {
      Optional<Datum> datum =
          called
              .call()
              .flatMap(call -> call.arguments().get(parameter.name().text()))
              .map(Arguments.Given::value);
      if (wanted.test(parameter)
          && datum.isPresent()
          && datum.get() instanceof Datum.Tensor tensor
          && !values.contains(tensor.value())) {
        Value value = tensor.value();
        values.add(value);
        Optional<Trace.Definition> definition = session.trace.definition(site.frame(), value);
        definition
            .filter(d -> !overlap(d.span(), site.span()))
            .ifPresent(d -> error.also(d.span(), session.trace.describe(definition, value)));
      }
    }
    return values;
  }

  private static boolean overlap(Span a, Span b) {
    return a.file() == b.file() && a.start() < b.end() && b.start() < a.end();
  }
}
