package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.cost.KernelCost;
import dev.netc.compiler.memory.Slices;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes {@code profile}, and what each kernel has to do for the sizes of the moment, in classes of
 * its own: a class may name only so many things.
 */
final class ProfileWriter {
  private static final int LINES_PER_METHOD = 64;
  private static final int LINES_PER_CLASS = 2048;

  private final TypeSpec.Builder type;
  private final List<KernelCost> costs;
  private final Set<String> freeNames;
  private final Optional<Slices> slices;

  /**
   * A writer for a program's class.
   *
   * @param costs by the kernels' numbers
   * @param freeNames the sizes that the class has fields for
   * @param slices the parts of a batch for which kernels run
   */
  ProfileWriter(
      TypeSpec.Builder type,
      List<KernelCost> costs,
      Set<String> freeNames,
      Optional<Slices> slices) {
    this.type = type;
    this.costs = costs;
    this.freeNames = freeNames;
    this.slices = slices;
  }

  void addMethods() {
    type.addMethod(
        Overrides.of("profile", RuntimeTypes.PROFILE)
            .addStatement("return new $T(this, this::listKernels)", RuntimeTypes.PROFILE)
            .build());
    MethodSpec.Builder list =
        MethodSpec.methodBuilder("listKernels")
            .addModifiers(Modifier.PRIVATE)
            .addParameter(RuntimeTypes.PROFILE_COSTS, "costs");
    String sizes = String.join("", freeNames.stream().map(name -> ", " + ofRun(name)).toList());
    for (int from = 0; from < costs.size(); from += LINES_PER_CLASS) {
      String name = "Costs" + (from == 0 ? "" : 1 + from / LINES_PER_CLASS);
      List<KernelCost> some = costs.subList(from, Math.min(costs.size(), from + LINES_PER_CLASS));
      type.addType(costsClass(name, some));
      list.addStatement("$L.list(costs$L)", name, sizes);
    }
    type.addMethod(list.build());
  }

  /** What a size is when a kernel runs, on the average. */
  private String ofRun(String name) {
    String variable = JavaNames.size(name);
    return slices
        .filter(parts -> parts.size().equals(name))
        .map(parts -> variable + " / Math.max(1, " + SliceWriter.count(variable) + ")")
        .orElse(variable);
  }

  private TypeSpec costsClass(String name, List<KernelCost> some) {
    TypeSpec.Builder costsType =
        TypeSpec.classBuilder(name)
            .addJavadoc("What kernels have to do: operations of arithmetic, and bytes.")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    MethodSpec.Builder list = method("list");
    if (some.size() <= LINES_PER_METHOD) {
      some.forEach(cost -> list.addStatement(line(cost)));
      return costsType.addMethod(list.build()).build();
    }
    String sizes =
        String.join("", freeNames.stream().map(free -> ", " + JavaNames.size(free)).toList());
    for (int from = 0; from < some.size(); from += LINES_PER_METHOD) {
      String part = "part" + (1 + from / LINES_PER_METHOD);
      MethodSpec.Builder method = method(part);
      some.subList(from, Math.min(some.size(), from + LINES_PER_METHOD))
          .forEach(cost -> method.addStatement(line(cost)));
      costsType.addMethod(method.build());
      list.addStatement("$L(costs$L)", part, sizes);
    }
    return costsType.addMethod(list.build()).build();
  }

  private MethodSpec.Builder method(String name) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.STATIC)
            .addParameter(RuntimeTypes.PROFILE_COSTS, "costs");
    freeNames.forEach(free -> method.addParameter(TypeName.LONG, JavaNames.size(free)));
    return method;
  }

  private static CodeBlock line(KernelCost cost) {
    return CodeBlock.of(
        "costs.add($S, $S, $L, $L)",
        cost.name(),
        cost.place(),
        cost.operations().toJavaLong(JavaNames::size),
        cost.bytes().toJavaLong(JavaNames::size));
  }
}
