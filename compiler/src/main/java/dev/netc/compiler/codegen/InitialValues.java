package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes how parameters and buffers get their start values. */
final class InitialValues {
  private static final int STATEMENTS_PER_METHOD = 100;

  private InitialValues() {}

  /**
   * Adds the statements to a constructor with a parameter {@code seed}, by way of methods if they
   * are many.
   */
  static void add(
      Network network, Layout layout, TypeSpec.Builder type, MethodSpec.Builder constructor) {
    List<CodeBlock> statements = new ArrayList<>();
    for (int stream = 0; stream < network.parameters().size(); stream++) {
      statements.add(draw(network.parameters().get(stream), layout, stream));
    }
    for (Network.Buffer buffer : network.buffers()) {
      if (buffer.initial() != 0) {
        statements.add(fill(buffer, layout));
      }
    }
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

  private static CodeBlock draw(Network.Parameter parameter, Layout layout, int stream) {
    ArrayReference place = layout.of(Op.Role.PARAMETER, parameter.path());
    Network.Distribution distribution = parameter.distribution();
    long count = parameter.type().shape().elements().constant();
    CodeBlock start = CodeBlock.of("$L, $L, $L", place.field(), place.start(), count);
    return switch (distribution.kind()) {
      case UNIFORM, NORMAL ->
          CodeBlock.of(
              "$T.$L($L, $L, $L, seed, $L)",
              RuntimeTypes.INITIALIZER,
              distribution.kind() == Network.Distribution.Kind.UNIFORM ? "uniform" : "normal",
              start,
              number(distribution.first()),
              number(distribution.second()),
              stream);
      case CONSTANT ->
          CodeBlock.of(
              "$T.constant($L, $L)",
              RuntimeTypes.INITIALIZER,
              start,
              Literals.of(parameter.type().element(), distribution.first()).code());
    };
  }

  private static CodeBlock fill(Network.Buffer buffer, Layout layout) {
    ArrayReference place = layout.of(Op.Role.BUFFER, buffer.path());
    long end = place.start() + buffer.type().shape().elements().constant();
    return CodeBlock.of(
        "$T.fill($L, $L, $L, $L)",
        java.util.Arrays.class,
        place.field(),
        place.start(),
        end,
        Literals.of(buffer.type().element(), buffer.initial()).code());
  }

  private static String number(double value) {
    return Literals.of(ElementType.DOUBLE, value).code();
  }
}
