package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Start;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * Writes how parameters and buffers get their start values: first those that the runtime fills,
 * then those that the network computes, which may look at the former.
 */
final class InitialValues {
  private static final int STATEMENTS_PER_METHOD = 100;

  private final Layout layout;

  /** What starts, with the number of its random stream: one for each parameter and buffer. */
  private record Stored(Op.Role role, String path, TensorType type, Start start, int stream) {}

  private InitialValues(Layout layout) {
    this.layout = layout;
  }

  /**
   * Adds the statements to a constructor with a parameter {@code seed}, by way of methods if they
   * are many.
   */
  static void add(
      Network network,
      Layout layout,
      StartValuesWriter computed,
      TypeSpec.Builder type,
      MethodSpec.Builder constructor) {
    InitialValues values = new InitialValues(layout);
    List<CodeBlock> statements = new ArrayList<>();
    for (Stored stored : stored(network)) {
      values.fill(stored, computed).ifPresent(statements::add);
    }
    addStatements(statements, type, constructor);
    computed.addTo(type, constructor);
  }

  private static List<Stored> stored(Network network) {
    List<Stored> all = new ArrayList<>();
    for (Network.Parameter parameter : network.parameters()) {
      all.add(
          new Stored(
              Op.Role.PARAMETER,
              parameter.path(),
              parameter.type(),
              parameter.start(),
              all.size()));
    }
    for (Network.Buffer buffer : network.buffers()) {
      all.add(new Stored(Op.Role.BUFFER, buffer.path(), buffer.type(), buffer.start(), all.size()));
    }
    return all;
  }

  /** Statements in methods of their own, if they are many. */
  private static void addStatements(
      List<CodeBlock> statements, TypeSpec.Builder type, MethodSpec.Builder constructor) {
    if (statements.size() <= STATEMENTS_PER_METHOD) {
      statements.forEach(constructor::addStatement);
      return;
    }
    int part = 0;
    for (int from = 0; from < statements.size(); from += STATEMENTS_PER_METHOD) {
      String name = "initializePart" + ++part;
      MethodSpec.Builder method =
          MethodSpec.methodBuilder(name)
              .addModifiers(Modifier.PRIVATE)
              .addParameter(TypeName.LONG, "seed");
      statements
          .subList(from, Math.min(statements.size(), from + STATEMENTS_PER_METHOD))
          .forEach(method::addStatement);
      type.addMethod(method.build());
      constructor.addStatement("$L(seed)", name);
    }
  }

  /** The statement that fills a tensor; none if it is zero, as Java's arrays are, or computed. */
  private Optional<CodeBlock> fill(Stored stored, StartValuesWriter computed) {
    return stored
        .start()
        .accept(
            new Start.Visitor<Optional<CodeBlock>>() {
              @Override
              public Optional<CodeBlock> visitFilled(Start.Filled filled) {
                return filled.value() == 0 ? Optional.empty() : Optional.of(filled(stored, filled));
              }

              @Override
              public Optional<CodeBlock> visitDrawn(Start.Drawn drawn) {
                return Optional.of(drawn(stored, drawn));
              }

              @Override
              public Optional<CodeBlock> visitComputed(Start.Computed start) {
                computed.add(stored.role(), stored.path(), stored.type(), start, stored.stream());
                return Optional.empty();
              }
            });
  }

  private CodeBlock drawn(Stored stored, Start.Drawn drawn) {
    ArrayReference place = layout.of(stored.role(), stored.path());
    return CodeBlock.of(
        "$T.$L($L, $L, $L, $L, $L, seed, $L)",
        RuntimeTypes.INITIALIZER,
        drawn.distribution().name().toLowerCase(Locale.ROOT),
        place.field(),
        place.start(),
        stored.type().shape().elements(),
        number(drawn.first()),
        number(drawn.second()),
        stored.stream());
  }

  private CodeBlock filled(Stored stored, Start.Filled filled) {
    ArrayReference place = layout.of(stored.role(), stored.path());
    return CodeBlock.of(
        "$T.fill($L, $L, $L, $L)",
        Arrays.class,
        place.field(),
        place.start(),
        place.start() + stored.type().shape().elements().constant(),
        Literals.of(stored.type().element(), filled.value()).code());
  }

  private static String number(double value) {
    return Literals.of(ElementType.DOUBLE, value).code();
  }
}
