package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the methods that list parameters, buffers or gradients by name, as views of their arrays.
 */
final class ParameterLists {
  private static final int ENTRIES_PER_METHOD = 100;

  private ParameterLists() {}

  /** A tensor by its path. */
  record Entry(String path, TensorType type) {}

  /** The call of the method that is made by {@link #add}. */
  static String create(Op.Role role) {
    return switch (role) {
      case PARAMETER -> "listParameters()";
      case BUFFER -> "listBuffers()";
      default -> "listGradients()";
    };
  }

  static void add(TypeSpec.Builder type, Layout layout, Op.Role role, List<Entry> entries) {
    String name = create(role).replace("()", "");
    MethodSpec.Builder list =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE)
            .returns(RuntimeTypes.PARAMETERS)
            .addStatement("$T all = new $T<>()", RuntimeTypes.PARAMETERS, ArrayList.class);
    if (entries.size() <= ENTRIES_PER_METHOD) {
      entries.forEach(entry -> list.addStatement(entry(layout, role, entry)));
    } else {
      int part = 0;
      for (int from = 0; from < entries.size(); from += ENTRIES_PER_METHOD) {
        String method = name + "Part" + ++part;
        MethodSpec.Builder some =
            MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PRIVATE)
                .addParameter(RuntimeTypes.PARAMETERS, "all");
        entries
            .subList(from, Math.min(entries.size(), from + ENTRIES_PER_METHOD))
            .forEach(entry -> some.addStatement(entry(layout, role, entry)));
        type.addMethod(some.build());
        list.addStatement("$L(all)", method);
      }
    }
    type.addMethod(list.addStatement("return $T.copyOf(all)", List.class).build());
  }

  private static CodeBlock entry(Layout layout, Op.Role role, Entry entry) {
    ArrayReference place = layout.of(role, entry.path());
    return CodeBlock.of(
        "all.add(new $T($S, $L))",
        RuntimeTypes.PARAMETER,
        entry.path(),
        ProgramClasses.wrap(place, entry.type().shape().dims()));
  }
}
