"""Words that a guesser tries first: no password may be one of them with trimmings."""

WEAK_WORDS = frozenset(
    """
    password passw0rd passwort passwordpassword administrator welcome welcometo letmein
    iloveyou woaini woainizhongguo zhongguo china shanghai yunnan jingan guangnan minhang
    xianggelila shangrila qwerty qwertyuiop qwertyui asdfghjkl asdfghjk asdfgh zxcvbnm zxcvbn
    qazwsx qazwsxedc abcdefg abcdefgh abcdefghi abcdefghij abcabcabc aaaaaaaaaa adminadmin
    adminroot rootroot changeme changeit default defaultpassword test testtest demo demodemo
    guest guestguest user username jiedui jieduijiedui baiqi baiqijiebaicun baicun bangfu
    xiangcunzhenxing fupin hezuo hezuojiaoliu touziban secret secretsecret monkey dragon
    football baseball superman princess sunshine master internet computer samsung huawei
    结对 结对帮扶 百企结百村 乡村振兴 静安 静安区 广南 香格里拉 密码 我的密码 帮扶 合作交流办 投资办
    """.split()  # noqa: SIM905 - so many words read better without quotes
)
