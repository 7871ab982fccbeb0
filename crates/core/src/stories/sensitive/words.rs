//! The words, in lower case and without accents: English, German, French and Spanish, and the
//! plainest ones of some languages more. Lists are separated by spaces, phrases by line breaks.

/// Beginnings of words: a compound or an ending counts too. By subject and language: illness,
/// violence, loss, law, dismissal, interviews.
pub(super) const STEMS: &str = "\
    abort accident addict alcoholic alzheimer ambulanc amniocent antenatal biops cancer cardiac
    cardiolog checkup chemo clinic cliniq colonoscop counsell counselor counseling dementia
    demenz dental dentis depress dermatolog diabet diagnos dialys docteur doctor emergenc
    endoscop epilep fertilit gynac gynaec gynec gynak hospital hysterect illness infertil
    infusion mammogra medec medic midwif midwiv miscarr narcotic neurolog obgyn obstet oncolog
    onkolog ophthalm optometr orthodon orthop overdos parkinson patholog physio prenatal psych
    radiolog radiother rehab stillb surgeon surger surgic therap transfusion transplant trauma
    tumor tumour ultrasound urolog vaccin vasectom

    abtreib befund blutabnahme blutbild blutdruck chirurg fehlgeburt hebamme impf kardiolog
    klinik krank krebs notaufnahme notfall pflegeheim rontgen roentgen schwangerschaftsab
    spritze totgeburt unfall untersuchung vorsorge zahn

    accouch avort chimio cirug cirurg dottor ecograf echograph enferm hopital kinesi malad
    ospedal psicolog psichi psiqui quimio terap urgence urgencia

    abuse assault gewalt harass violenc

    autops bereave burial cemeter condolenc coroner cremat death deceas eulog euthan funer
    graveside graveyard grief griev hospice hospiz inhum memoria morgue mortuar mourn obituar
    palliativ remembrance suicid suizid widow beerdig begrabnis beisetzung bestatt friedhof
    gedenk gestorben leichen nachlass selbstmord sterb todes trauer urnen verstorb cementer
    cimeti deces deuil enterre enterro entierro fallec muert obseques pesame tanator velorio

    affidavit alimon arbitrat arrest asylum attorney bailiff bankrupt courthouse courtroom
    custod deport deposition divorc evict foreclos immigrat inmate insolven jury lawsuit lawyer
    legal litigat mediation parole police policia polizei prison probate probation prosecut
    repossess restraining sentencing solicitor subpoena testif testimon tribunal verdict abogad
    advogad anhorung avocat avvocat bewahrung denuncia desahuci gefangnis gendarm gericht
    huissier jugendamt juicio juzgad plainte prudhom raumung rechtsanw rechtsstreit scheidung
    schlichtung sorgerecht strafverf testament unterhalts zwangs

    disciplin dismiss downsiz firing furlough grievance layoff offboard redundan resign
    restructur severance terminat unemploy abfindung abmahn arbeitslos aufhebungsvertrag chomage
    demission despedi despid entlass finiquito kuendig kundig licenci licenzi personalgesprach
    stellenabbau trennung

    bewerbung colloqui embauche entretien entrevist interview probearbeit vorstellungsgesprach

    адвокат больниц врач допрос кладбищ операци поминк похорон развод собеседован увольнен
";

/// Whole words, where their beginning would catch too much.
pub(super) const WORDS: &str = "\
    ashes aids court covid cps dead died dr duelo fired gp grave haft hearing hiv hr icu ill
    injury irm ivf ivg jail juez juge kine klage law loss luto mort mri mrt op pip psy rape reha scan
    separation shiva sick smear stroke tod tot trial urn vet ward суд
";

/// Several words in a row.
pub(super) const PHRASES: &str = "\
    blood draw
    blood pressure
    blood test
    blood work
    break up
    check up
    eye test
    fausse couche
    final warning
    heart attack
    in memoriam
    laid off
    last day
    lay off
    let go
    notice period
    ob gyn
    passed away
    performance improvement
    performance review
    prise de sang
    rupture conventionnelle
    sage femme
    social services
    social worker
    test results
    warning letter
    written warning
    x ray
";

/// Parts of words, in languages that write words together.
pub(super) const PARTS: &str = "\
    arzt aerzt anwalt anwaelt krankenhaus begrabnis beerdigung klinikum amtsgericht
    landgericht arbeitsgericht familiengericht sozialgericht verwaltungsgericht 病院 歯医者 歯科
    手術 手术 医院 医生 葬 通夜 弁護士 律师 法院 裁判 面接 面试 面試 解雇 离婚 離婚
";

/// Pairs in which the second word is harmless.
pub(super) const HARMLESS: &[(&str, &str)] = &[
    ("badminton", "court"),
    ("basketball", "court"),
    ("food", "court"),
    ("free", "trial"),
    ("padel", "court"),
    ("pickleball", "court"),
    ("squash", "court"),
    ("tennis", "court"),
    ("volleyball", "court"),
];
