package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.cost.KernelCost;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Place;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Slot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a class that runs kernels consists of: fields for the slots, methods that run the
 * kernels of a phase in order, and the switch from a kernel's number to its method, through which
 * threads come in.
 */
final class ProgramWriter {
  /** So many calls keep a method well below the size at which the JIT gives up. */
  private static final int CALLS_PER_METHOD = 64;

  private final TypeSpec.Builder type;
  private final Layout layout;
  private final KernelLibrary kernels;
  private final JavaNames fields;
  private final IdentityHashMap<Plan, List<String>> slotFields = new IdentityHashMap<>();
  private final Set<Plan> updates = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Plan, Map<Place, ArrayReference>> rounds = new IdentityHashMap<>();
  private final JavaNames methods = LayerWriter.scope();
  private final Map<Place.InArray, ArrayReference> ranges = new HashMap<>();
  private final Map<String, Integer> settings = new HashMap<>();
  private @Nullable ArrayReference averaging;
  private final List<String> cases = new ArrayList<>();
  private final List<KernelCost> costs = new ArrayList<>();
  private final List<CodeBlock> growth = new ArrayList<>();
  private final SortedSet<String> freeNames = new TreeSet<>();

  ProgramWriter(TypeSpec.Builder type, Layout layout, KernelLibrary kernels, JavaNames fields) {
    this.type = type;
    this.layout = layout;
    this.kernels = kernels;
    this.fields = fields;
    // What the parameters of run are called.
    List.of("kernel", "from", "to").forEach(fields::allocate);
  }

  /** The names of sizes that the class has fields for. */
  SortedSet<String> freeNames() {
    return freeNames;
  }

  JavaNames fields() {
    return fields;
  }

  /** Says where what a step changes or reads lies: a range of parameters, gradients or states. */
  void range(Op.Role role, String name, ArrayReference place) {
    ranges.put(new Place.InArray(role, name), place);
  }

  /** Says where the number of batches lies from which statistics are made anew. */
  void averaging(ArrayReference place) {
    averaging = place;
  }

  /** Where a range that has been said lies. */
  ArrayReference range(Op.Role role, String name) {
    return requireNonNull(ranges.get(new Place.InArray(role, name)));
  }

  /** Gives an optimizer's number its position among the settings. */
  void setting(String name, int position) {
    settings.put(name, position);
  }

  /** Adds the slots of an optimizer's plan, whose inputs are ranges of flat arrays. */
  void addUpdate(Plan plan) {
    updates.add(plan);
    add(plan);
  }

  /** Adds the slots of a plan as fields. */
  void add(Plan plan) {
    for (String name : plan.graph().freeNames()) {
      if (freeNames.add(name)) {
        type.addField(TypeName.INT, fields.allocate(JavaNames.size(name)), Modifier.PRIVATE);
      }
    }
    List<String> names = new ArrayList<>();
    for (Slot slot : plan.slots()) {
      String name = fields.allocate(ValueNames.of(slot.values().get(0)));
      names.add(name);
      addSlot(plan, slot, name);
    }
    slotFields.put(plan, names);
    plan.bodies().values().forEach(this::add);
  }

  /** Says where the rounds of a scan find what they get from outside, and put what they yield. */
  void rounds(Plan body, Map<Place, ArrayReference> places) {
    rounds.put(body, places);
  }

  /** Adds a field that counts the rounds of a scan. */
  String addCounter() {
    String name = fields.allocate("round");
    type.addField(TypeName.INT, name, Modifier.PRIVATE);
    return name;
  }

  /** The names of methods that bodies of scans have. */
  JavaNames methods() {
    return methods;
  }

  void addMethod(MethodSpec method) {
    type.addMethod(method);
  }

  private void addSlot(Plan plan, Slot slot, String name) {
    TypeName array = RuntimeTypes.array(slot.type());
    TypeName element = RuntimeTypes.element(slot.type());
    boolean fixed = slot.sizes().stream().allMatch(Dim::isConstant);
    if (fixed) {
      long size = slot.elements(Map.of());
      type.addField(
          FieldSpec.builder(array, name, Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new $T[$L]", element, size)
              .build());
      return;
    }
    type.addField(FieldSpec.builder(array, name, Modifier.PRIVATE).initializer("{}").build());
    String size = "";
    for (Dim dim : slot.sizes()) {
      String text = dim.toJava(free -> "(long) " + room(plan, slot, free));
      size = size.isEmpty() ? text : "Math.max(" + size + ", " + text + ")";
    }
    growth.add(CodeBlock.of("$1L = grow($1L, $2L)", name, size));
  }

  /** How many a slot has room for of what a free name counts. */
  private static String room(Plan plan, Slot slot, String free) {
    String variable = JavaNames.size(free);
    return plan.slices()
        .filter(slices -> slices.size().equals(free) && !plan.isWhole(slot))
        .map(slices -> "Math.min(" + variable + ", " + SliceWriter.SAMPLES + ")")
        .orElse(variable);
  }

  /** The part of a value that belongs to the slice in work, where the whole value has its place. */
  ArrayReference inSlice(Plan plan, ArrayReference whole, Value value) {
    return plan.slices()
        .flatMap(slices -> value.shape().elements().dividedExactlyBy(Dim.free(slices.size())))
        .map(each -> whole.from(SliceWriter.behind(each)))
        .orElse(whole);
  }

  /** Where a value of a plan lies. */
  ArrayReference place(Plan plan, Value value) {
    return place(plan, plan.place(value), value);
  }

  private ArrayReference place(Plan plan, Place place, Value value) {
    if (place instanceof Place.InSlot slot) {
      String field = requireNonNull(slotFields.get(plan)).get(slot.slot());
      return plan.slices().isPresent() && plan.isWhole(plan.slots().get(slot.slot()))
          ? inSlice(plan, ArrayReference.part(field, 0), value)
          : ArrayReference.whole(field);
    }
    if (place instanceof Place.InRound) {
      return requireNonNull(requireNonNull(rounds.get(plan)).get(place));
    }
    Place.InArray part = (Place.InArray) place;
    return switch (part.role()) {
      case STATE, INPUT -> requireNonNull(ranges.get(part));
      case HYPERPARAMETER ->
          part.name().equals(Network.AVERAGING)
              ? requireNonNull(averaging)
              : ArrayReference.part(
                  Layout.field(Op.Role.HYPERPARAMETER, value.type().element()),
                  requireNonNull(settings.get(part.name())));
      case PARAMETER, GRADIENT ->
          updates.contains(plan)
              ? requireNonNull(ranges.get(part))
              : layout.of(part.role(), part.name());
      case BUFFER -> layout.of(part.role(), part.name());
      case RANDOM -> ArrayReference.whole(RandomKey.FIELD);
      case TARGET, UPSTREAM, CARRY, ITEM, GIVEN ->
          throw new IllegalArgumentException(part + " is not part of an array");
    };
  }

  /** Adds a method that runs the kernels of a phase. */
  void addPhase(Plan plan, Phase phase, String name) {
    List<CodeBlock> calls = new ArrayList<>();
    SortedSet<String> sizes = plan.graph().freeNames();
    for (Plan.Copy save : plan.saves()) {
      if (save.phase() == phase) {
        ArrayReference kept = place(plan, save.kept(), save.value());
        calls.add(copy(kept, place(plan, save.value()), save.value()));
      }
    }
    for (Schedule.Step step : plan.steps(phase)) {
      if (step.kernel() instanceof Kernel.Rounds rounds) {
        calls.add(new RoundsWriter(this, plan, rounds).call());
        continue;
      }
      KernelCall call = kernels.call(step.kernel(), value -> place(plan, value), sizes);
      Partition partition = call.partition().orElse(Partition.WHOLE);
      calls.add(
          CodeBlock.of(
              "$T.run(this, $L)",
              RuntimeTypes.PARALLEL,
              String.join(", ", "" + cases.size(), partition.count(), partition.chunk())));
      cases.add(call.partition().isPresent() ? call.over("from", "to") : call.whole());
      costs.add(KernelCost.of(step.kernel()));
    }
    for (Plan.Copy commit : plan.commits()) {
      if (commit.phase() == phase) {
        ArrayReference kept = place(plan, commit.kept(), commit.value());
        calls.add(copy(place(plan, commit.value()), kept, commit.value()));
      }
    }
    addChain(name, calls);
  }

  private static CodeBlock copy(ArrayReference from, ArrayReference to, Value value) {
    return CodeBlock.of(
        "System.arraycopy($L, $L, $L)",
        from.fieldAndStart(),
        to.fieldAndStart(),
        value.shape().elements().toJava(JavaNames::size));
  }

  /** A method that makes the calls, by way of others if they are many. */
  private void addChain(String name, List<CodeBlock> calls) {
    MethodSpec.Builder method = MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE);
    if (calls.size() <= CALLS_PER_METHOD) {
      calls.forEach(method::addStatement);
      type.addMethod(method.build());
      return;
    }
    List<CodeBlock> parts = new ArrayList<>();
    for (int from = 0; from < calls.size(); from += CALLS_PER_METHOD) {
      String part = name + "Part" + (parts.size() + 1);
      addChain(part, calls.subList(from, Math.min(calls.size(), from + CALLS_PER_METHOD)));
      parts.add(CodeBlock.of("$L()", part));
    }
    addChain(name, parts);
  }

  /** Adds {@code run}, through which the threads of a loop come in. */
  void addRun() {
    if (cases.size() <= CALLS_PER_METHOD) {
      type.addMethod(
          runMethod("run", 0, cases)
              .addModifiers(Modifier.PUBLIC)
              .addAnnotation(Override.class)
              .build());
      return;
    }
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < cases.size(); from += CALLS_PER_METHOD) {
      String part = "runPart" + (parts.size() + 1);
      List<String> some = cases.subList(from, Math.min(cases.size(), from + CALLS_PER_METHOD));
      type.addMethod(runMethod(part, from, some).addModifiers(Modifier.PRIVATE).build());
      parts.add(part + "(kernel, from, to)");
    }
    MethodSpec.Builder run =
        header("run").addModifiers(Modifier.PUBLIC).addAnnotation(Override.class);
    run.beginControlFlow("switch (kernel / $L)", CALLS_PER_METHOD);
    addCases(run, 0, parts);
    type.addMethod(run.addCode(unknown()).endControlFlow().build());
  }

  /** Adds {@code profile}, which measures what the kernels take. */
  void addProfile(Plan plan) {
    new ProfileWriter(type, costs, freeNames, plan.slices()).addMethods();
  }

  private static MethodSpec.Builder header(String name) {
    return MethodSpec.methodBuilder(name)
        .addParameter(TypeName.INT, "kernel")
        .addParameter(TypeName.INT, "from")
        .addParameter(TypeName.INT, "to");
  }

  private static MethodSpec.Builder runMethod(String name, int first, List<String> cases) {
    MethodSpec.Builder run = header(name).beginControlFlow("switch (kernel)");
    addCases(run, first, cases);
    return run.addCode(unknown()).endControlFlow();
  }

  private static void addCases(MethodSpec.Builder run, int first, List<String> cases) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < cases.size(); i++) {
      lines.append("case ").append(first + i).append(" -> ").append(cases.get(i)).append(";\n");
    }
    run.addCode("$L", lines);
  }

  private static CodeBlock unknown() {
    return CodeBlock.of(
        "default -> throw new $T($S + kernel);\n", IllegalArgumentException.class, "no kernel ");
  }

  /**
   * Adds {@code resize}, which gives the slots room for the sizes.
   *
   * @param after statements for when the slots are new
   */
  void addResize(CodeBlock after) {
    MethodSpec.Builder resize = MethodSpec.methodBuilder("resize").addModifiers(Modifier.PRIVATE);
    List<String> same = new ArrayList<>();
    for (String name : freeNames) {
      String variable = JavaNames.size(name);
      resize.addParameter(TypeName.INT, variable);
      same.add("this." + variable + " == " + variable);
    }
    resize.beginControlFlow(
        "if ($L)", same.isEmpty() ? "!outputs.isEmpty()" : String.join(" && ", same));
    resize.addStatement("return").endControlFlow();
    addGrowth(resize);
    for (String name : freeNames) {
      resize.addStatement("this.$1L = $1L", JavaNames.size(name));
    }
    type.addMethod(resize.addCode(after).build());
  }

  private void addGrowth(MethodSpec.Builder resize) {
    if (growth.size() <= CALLS_PER_METHOD) {
      growth.forEach(resize::addStatement);
      return;
    }
    String names = String.join(", ", freeNames.stream().map(JavaNames::size).toList());
    int part = 0;
    for (int from = 0; from < growth.size(); from += CALLS_PER_METHOD) {
      String name = "growPart" + ++part;
      MethodSpec.Builder method = MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE);
      freeNames.forEach(free -> method.addParameter(TypeName.INT, JavaNames.size(free)));
      growth
          .subList(from, Math.min(growth.size(), from + CALLS_PER_METHOD))
          .forEach(method::addStatement);
      type.addMethod(method.build());
      resize.addStatement("$L($L)", name, names);
    }
  }
}
